"""Recognises a change of mind in the middle of a complaint: another matter, topic, village or place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.text.thai_text import fold

_DROPS = (
    r"(?:ไม่เอา(?:แล้ว|ละ|ล่ะ|เรื่องนี้|อันนี้|เรื่องเดิม)?|ไม่แจ้ง(?:เรื่องนี้|อันนี้)?(?:แล้ว)?|เปลี่ยนใจ(?:แล้ว)?|ยกเลิก(?:เรื่องนี้|อันนี้|เรื่องเดิม)?"
    r"|never ?mind|forget (?:it|that)|i changed my mind)"
)
_MANNERS = r"(?:ค่ะ|คะ|ครับ|คับ|จ้า|จ้ะ|นะ|แล้ว|ดีกว่า|[\s,.!-])*"
_TAKES = (
    r"(?:ขอ)?(?:เอา|แจ้ง|เปลี่ยน(?:ไป)?(?:เป็น)?|แก้เป็น|เป็น|ขอ)(?:แจ้ง|เป็น)?(?:เรื่อง)?"
    r"|(?:it(?:'s| is) )?(?:about|report) "
)
_ANOTHER = re.compile(rf"^{_DROPS}{_MANNERS}(?:{_TAKES})\s*(?P<rest>.+)$")
_CHANGES = re.compile(
    r"^(?:ขอ|ช่วย|รบกวน)?(?:เปลี่ยน|แก้|แก้ไข)(?:ที่|สถานที่|จุด|ประเภท|เรื่อง|หมู่|หมู่บ้าน)?(?:จาก.{1,30}?)?(?:ไป)?เป็น(?:เรื่อง)?\s*(?P<rest>.+)$"
    r"|^(?:please )?(?:change|make|correct) (?:it |that |the village |the place )?(?:to )?(?P<english>.+)$"
)
_WRONG_VILLAGE = r"(?:หมู่\s*(?:ที่)?\s*\d{1,2}|ม\.\s*\d{1,2}|village \d{1,2})?"
_NO_BUT = re.compile(
    rf"^(?:ไม่ใช่|ผิด|พิมพ์ผิด|บอกผิด|เขียนผิด|no[, ]|wrong[, ]|sorry[, ]){_MANNERS}{_WRONG_VILLAGE}{_MANNERS}"
    r"(?:ที่ถูก(?:คือ|ต้อง)?|ต้องเป็น|เป็น|คือ|อยู่|it is|it's)?\s*(?P<rest>(?:หมู่|ม\.|moo|village).+)$"
)
_CORRECTS = re.compile(
    r"(?:ผิด|ไม่ใช่|แก้|เปลี่ยน|ต้องเป็น|ที่ถูก|wrong|correct|sorry).*(?P<rest>(?:หมู่(?:บ้าน)?(?:\s*ที่)?|ม\.|\bmoo|\bvillage)\s*\S+)"
)
_LONGEST = 120
_LONGEST_CORRECTION = 50


@dataclass(frozen=True, slots=True)
class Change:
    """`words`: what is wanted now. `drops_story`: what was told before is not wanted any more."""

    words: str
    drops_story: bool


def change_of_mind(text: str) -> Change | None:
    """The change that a text asks for; None for none. The caller finds the topic or the place in its words."""
    said = fold(text)
    if len(said) > _LONGEST:
        return None
    another = _ANOTHER.match(said)
    if another is not None:
        return Change(another["rest"].strip(), drops_story=True)
    changes = _CHANGES.match(said)
    if changes is not None:
        return Change((changes["rest"] or changes["english"]).strip(), drops_story=False)
    wrong = _NO_BUT.match(said)
    if wrong is None and len(said) <= _LONGEST_CORRECTION:
        wrong = _CORRECTS.search(said)
    return Change(wrong["rest"].strip(), drops_story=False) if wrong else None
