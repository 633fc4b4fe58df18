"""Recognise messages in an officers' group that report work as finished."""

from domain.text.thai_text import fold

DONE = (
    "เสร็จแล้ว",
    "เสร็จเรียบร้อย",
    "เสร็จสิ้น",
    "งานเสร็จ",
    "เรียบร้อยแล้ว",
    "แก้แล้ว",
    "แก้ไขแล้ว",
    "ซ่อมแล้ว",
    "เปลี่ยนแล้ว",
    "เก็บแล้ว",
    "ดำเนินการแล้ว",
    "ปิดงานแล้ว",
    "ปิดเรื่องแล้ว",
    "จบงาน",
    "done",
)
NOT_DONE = (
    "ยังไม่",
    "ไม่เสร็จ",
    "หรือยัง",
    "รึยัง",
    "ไหม",
    "มั้ย",
    "เมื่อไร",
    "เมื่อไหร่",
    "ใกล้เสร็จ",
    "เกือบเสร็จ",
    "จะเสร็จ",
    "ให้เสร็จ",
    "ต้องเสร็จ",
    "ถ้าเสร็จ",
    "not done",
    "?",
)
# Characters. Reports of finished work are brief; longer messages are about something else.
_LONGEST = 120


def says_done(text: str) -> bool:
    """Whether a message reports that work is finished; False for questions, wishes and denials."""
    folded = fold(text)
    return (
        len(folded) <= _LONGEST
        and any(fold(word) in folded for word in DONE)
        and not any(fold(word) in folded for word in NOT_DONE)
    )
