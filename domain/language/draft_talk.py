"""Recognise which part of the form a text wants to change: "let me correct the place", "I made a typing error".

A text counts only if it is nothing but that, apart from manners. What else is said in the middle of a report is
recognised by the model of said_aside.py.
"""

from __future__ import annotations

import re
from enum import StrEnum

from domain.text.thai_text import fold

LONGEST = 40
"""Characters of the longest text that is only about the form."""
_MANNERS = r"(?:ค่ะ|คะ|ครับ|คับ|จ้า|จ้ะ|นะ|ก่อน|หน่อย|ที|ด้วย|เลย|สิ|อะ|อ่ะ|ล่ะ|ละ|แล้ว|ขอโทษ|โทษที|please|sorry|[\s,.!?…ๆ-])*"
_PARTS = {
    "detail": "ข้อความ|รายละเอียด|เรื่องที่(?:เล่า|พิมพ์)|คำ|text|message|story",
    "place": "สถานที่|จุดเกิดเหตุ|ตำแหน่ง|ที่อยู่|พิกัด|หมุด|place|location",
    "category": "ประเภท|หมวด|หัวข้อ|topic|category",
    "photo": "รูป|ภาพ|photo|picture",
}


class Talk(StrEnum):
    """What is to be changed."""

    DETAIL = "detail"
    PLACE = "place"
    CATEGORY = "category"
    PHOTO = "photo"
    EDIT = "edit"
    """Something that is not named."""


_WANTS = r"(?:ขอ|ช่วย|อยาก|จะ|ต้องการ|ลืม|can i |i want to |let me )*"
_CHANGES = rf"{_WANTS}(?:แก้ไข|แก้|เปลี่ยน|change |edit |correct )(?:ตรง|ที่|the |my )?"
_ADDS = rf"{_WANTS}(?:เพิ่ม|แนบ|ส่ง|ใส่|add |send )(?:the |a |my )?"
_MORE = "(?:เพิ่ม|อีก|ได้(?:ไหม|มั้ย|บ่))*"
_TYPOS = "|พิมพ์(?:ผิด|ตก)|เขียนผิด|สะกดผิด|(?:i made a )?typo"
_RETAKES = "|(?:จะ|ขอ)*ถ่าย(?:รูป|ภาพ)?(?:ให้)?ใหม่(?:ให้)?(?:ชัด)?"
_ADDED = frozenset({"photo", "place"})

_FEW = 12
"""Characters of a text that the model takes for a wish for no name by "not" alone: "not collected"."""
_KNOWING = re.compile("ชื่อ|นาม|ตัวตน|เปิดเผย|ปกปิด|ปิดบัง|ลับ|บอก|รู้|เห็น|ฮู้|ไผ|ใคร|name|secret|anonym|who")


def _about(part: str, names: str) -> str:
    adds = f"|{_ADDS}(?:{names}){_MORE}" if part in _ADDED else ""
    more = {"detail": _TYPOS, "photo": _RETAKES}.get(part, "")
    return f"{_CHANGES}(?:{names}){adds}{more}"


_TALKS = {
    **{Talk(part): _about(part, names) for part, names in _PARTS.items()},
    Talk.EDIT: r"(?:ขอ|อยาก)(?:แก้ไข|แก้)|กดผิด|เลือกผิด|กรอกผิด|ใส่ผิด",
}
_WAITS = (
    r"เดี๋ยว|รอ(?:ก่อน|แป๊บ|เดี๋ยว|สักครู่)?|แป๊บ(?:นึง|หนึ่ง)?|(?:ยังไม่|อย่าเพิ่ง|ยังอย่า)ส่ง|ขอคิด"
    r"|wait|hold on|not yet|(?:do not|don't) send(?: it)?(?: yet)?"
)
_SAID = {talk: re.compile(pattern) for talk, pattern in _TALKS.items()}
_NOTHING_ELSE = re.compile(rf"{_MANNERS}(?:(?:{'|'.join([*_TALKS.values(), _WAITS])}){_MANNERS})+")


def draft_talk(text: str) -> Talk | None:
    """What a text wants to change in the form that its writer fills in; None if it says something else too."""
    folded = fold(text)
    if not folded or len(folded) > LONGEST or not _NOTHING_ELSE.fullmatch(folded):
        return None
    return next((talk for talk, pattern in _SAID.items() if pattern.search(folded)), None)


def may_be_of_name(text: str) -> bool:
    """Whether a text may be a wish about its writer's name: in few words only if one of them is about knowing."""
    return len(text) > _FEW or bool(_KNOWING.search(text.lower()))
