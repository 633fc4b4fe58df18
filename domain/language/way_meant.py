"""Recognise in a few words by which way a text that was typed before is to reach the office."""

from __future__ import annotations

import re
from enum import StrEnum

from domain.text.thai_text import fold

LONGEST = 40
"""Characters of the longest text that only names a way."""
_MANNERS = (
    r"(?:ค่ะ|คะ|ครับ|คับ|จ้า|จ้ะ|นะ|หน่อย|ที|ด้วย|เลย|สิ|อะ|อ่ะ|ล่ะ|ละ|แล้ว|ให้|ก็ได้"
    r"|ได้(?:ไหม|มั้ย|บ่)?|please|[\s,.!…ๆ“”\"'])*"
)
_WANTS = r"(?:ขอ|ช่วย|อยาก|จะ|ต้องการ|งั้น|ให้|เอา|กด|i want to |i would like to |can you )*"
_OFFICE = r"(?:ถึง|ไปที่|ไป|ให้|กับ|to |an |the )*(?:เจ้าหน้าที่|เจ้าหน้า|จนท\.?|อบต\.?|หน่วยงาน|เขา|คนที่ดูแล|officer|office)?"
_IT = r"(?:เป็น|เรื่อง|ปัญหา|เหตุ|นี้|ไว้|เข้าไป|it|this|a )*"


class Way(StrEnum):
    """The ways in which a text reaches the office: as a case, a question, a staff complaint or praise."""

    REPORT = "report"
    ASK = "ask"
    STAFF = "staff"
    PRAISE = "praise"


_WAYS = {
    Way.STAFF: rf"{_WANTS}(?:ร้องเรียน|ฟ้อง|report )(?:เรื่อง|คน)?(?:เจ้าหน้าที่|พนักงาน|คนใน(?: ?อบต\.?)?|ข้าราชการ|staff)",
    Way.PRAISE: rf"{_WANTS}(?:เป็น)?(?:คำ)?ชม(?:เชย|เฉยๆ|อย่างเดียว)*|(?:it is )?praise",
    Way.ASK: (
        rf"{_WANTS}(?:ฝาก|ส่ง)?(?:คำถาม|ถาม|สอบถาม)(?:นี้|ไว้)?{_OFFICE}"
        rf"|{_WANTS}(?:ฝาก|ส่ง)(?:เรื่อง|ข้อความ)?(?:นี้|ไว้|ต่อ)?(?:ถึง|ไป|ให้)+(?:ที่)?(?:เจ้าหน้าที่|จนท\.?|อบต\.?)(?:ดู|ตอบ|ที)?"
        r"|ask (?:an? )?(?:officer|the office|it)"
    ),
    Way.REPORT: rf"{_WANTS}(?:แจ้ง|ร้องเรียน|ร้องทุกข์|รายงาน|report ){_IT}{_OFFICE}",
}
_ONLY = {way: re.compile(rf"{_MANNERS}(?:{words}){_MANNERS}") for way, words in _WAYS.items()}
_NO_PRAISE = re.compile(r"(?:ไม่|บ่|มิ)(?:ใช่|ได้|แม่น)?(?:คำ)?ชม|ประชด|not praise")


def way_meant(text: str) -> Way | None:
    """The way that a text names and nothing else; None for any other text."""
    folded = fold(text)
    if not folded or len(folded) > LONGEST:
        return None
    return next((way for way, words in _ONLY.items() if words.fullmatch(folded)), None)


def denies_praise(text: str) -> bool:
    """Whether a text says that what was typed before is no praise."""
    return _NO_PRAISE.search(fold(text)) is not None
