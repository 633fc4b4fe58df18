"""Recognise what people type about the form while they report a problem: it is no part of the story.

Examples: "wait, do not send it yet", "I made a typing error", "never mind", "where do I press?". A text counts
only if it is nothing but that, apart from manners.
"""

from __future__ import annotations

import re
from enum import StrEnum

from domain.language.change_of_mind import change_of_mind
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
    """What a text says about the form. The values of the first four are the parts that are to be changed."""

    DETAIL = "detail"
    PLACE = "place"
    CATEGORY = "category"
    PHOTO = "photo"
    EDIT = "edit"
    """To change something that is not named."""
    WAITS = "waits"
    GIVES_UP = "gives_up"
    LOST = "lost"


PARTS = frozenset({Talk.DETAIL, Talk.PLACE, Talk.PHOTO, Talk.CATEGORY, Talk.EDIT})
_WANTS = r"(?:ขอ|ช่วย|อยาก|จะ|ต้องการ|ลืม|can i |i want to |let me )*"
_CHANGES = rf"{_WANTS}(?:แก้ไข|แก้|เปลี่ยน|change |edit |correct )(?:ตรง|ที่|the |my )?"
_ADDS = rf"{_WANTS}(?:เพิ่ม|แนบ|ส่ง|ใส่|add |send )(?:the |a |my )?"
_MORE = "(?:เพิ่ม|อีก|ได้(?:ไหม|มั้ย|บ่))*"
_TYPOS = "|พิมพ์(?:ผิด|ตก)|เขียนผิด|สะกดผิด|(?:i made a )?typo"
_RETAKES = "|(?:จะ|ขอ)*ถ่าย(?:รูป|ภาพ)?(?:ให้)?ใหม่(?:ให้)?(?:ชัด)?"
_ADDED = frozenset({"photo", "place"})


def _about(part: str, names: str) -> str:
    adds = f"|{_ADDS}(?:{names}){_MORE}" if part in _ADDED else ""
    more = {"detail": _TYPOS, "photo": _RETAKES}.get(part, "")
    return f"{_CHANGES}(?:{names}){adds}{more}"


_TALKS = {
    **{Talk(part): _about(part, names) for part, names in _PARTS.items()},
    Talk.EDIT: r"(?:ขอ|อยาก)(?:แก้ไข|แก้)|กดผิด|เลือกผิด|กรอกผิด|ใส่ผิด",
    Talk.WAITS: (
        r"เดี๋ยว|รอ(?:ก่อน|แป๊บ|เดี๋ยว|สักครู่)?|แป๊บ(?:นึง|หนึ่ง)?|(?:ยังไม่|อย่าเพิ่ง|ยังอย่า)ส่ง|ขอคิด"
        r"|wait|hold on|not yet|(?:do not|don't) send(?: it)?(?: yet)?"
    ),
    Talk.GIVES_UP: (
        r"ไม่เอา|ไม่แจ้ง|ไม่ส่ง|ไม่ต้อง|ไม่เป็นไร|ไม่เป็นหยัง|บ่เป็นหยัง|บ่เอา|บ่แจ้ง|ช่าง(?:มัน|เขา|เถอะ|เหอะ|แม่ง)+"
        r"|พอ(?:เถอะ|เหอะ)?|ดีกว่า|เลิก|เปลี่ยนใจ|never ?mind|forget (?:it|that)|i changed my mind"
    ),
    Talk.LOST: (
        r"(?:ต้อง|ให้|จะ)?(?:กด|เลือก|ส่ง|ทำ|พิมพ์)(?:ตรงไหน|ยังไง|อย่างไร|ไง|อันไหน|อะไร)(?:ต่อ|ดี|บ้าง)?"
        r"|ทำไม่(?:เป็น|ถูก)|กดไม่(?:เป็น|ถูก|ได้)|ไม่รู้จะ(?:กด|เลือก|ทำ|พิมพ์)(?:อะไร|อันไหน|ยังไง|ตรงไหน)(?:ดี)?"
        r"|งง|ไม่เข้าใจ|บ่เข้าใจ|(?:where|what) do i press|what now|i(?:'m| am) lost|i (?:do not|don't) understand"
    ),
}
# Of several, the first counts: who says "wait, let me change the place" wants to change the place.
_SAID = {talk: re.compile(pattern) for talk, pattern in _TALKS.items()}
_NOTHING_ELSE = re.compile(rf"{_MANNERS}(?:(?:{'|'.join(_TALKS.values())}){_MANNERS})+")
_CERTAIN = re.compile(r"ไม่เอา|ไม่แจ้ง|ไม่ส่ง|ช่าง|พอ(?:เถอะ|เหอะ)|เปลี่ยนใจ|เลิก|บ่เอา|บ่แจ้ง|mind|forget")
"""Words of giving up that mean it without another one; "it does not matter" alone answers many questions."""


_WITH_REASON = re.compile(
    rf"{_MANNERS}(?:เปลี่ยนใจ|ไม่แจ้ง|ไม่ส่ง){_MANNERS}(?:(?:ไม่แจ้ง|ไม่ส่ง|ไม่เอา){_MANNERS})?\s\S.{{2,{LONGEST}}}แล้ว{_MANNERS}"
)
"""Giving up because it is over: "I changed my mind, I do not report it, she has collected it"."""


def draft_talk(text: str) -> Talk | None:
    """What a text says about the form that its writer is filling in; None if it says something else too."""
    folded = fold(text)
    if _WITH_REASON.fullmatch(folded) and change_of_mind(folded) is None:
        return Talk.GIVES_UP
    if not folded or len(folded) > LONGEST:
        return None
    if not _NOTHING_ELSE.fullmatch(folded):
        return None
    found = next(talk for talk, pattern in _SAID.items() if pattern.search(folded))
    if found is Talk.GIVES_UP and not _CERTAIN.search(folded):
        return None
    return found
