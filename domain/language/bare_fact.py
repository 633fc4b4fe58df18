"""Recognise a text that is only a place, a telephone number, a name or a time, and so cries for no help.

The act model has seen few of these alone and may take one for a cry. What a rule of emergency.toml finds counts.
"""

from __future__ import annotations

import re

from domain.language.places import names_only_a_person, names_only_a_place
from domain.language.said_aside import TELEPHONE
from domain.language.told_time import told_time

_LONGEST = 60
_MANNERS = r"(?:ค่ะ|คะ|ครับ|คับ|จ้า|จ้ะ|นะ|เด้อ|please|[\s,.!()-])*"
_BESIDE_A_NUMBER = re.compile(
    rf"{_MANNERS}(?:(?:เบอร์|โทร(?:ศัพท์|กลับ)?|มือถือ|ติดต่อ(?:กลับ)?|ของ|ได้|ที่|ผม|ฉัน|หนู|เรา|นี้|ค่ะ|ครับ|my|number|phone|tel|call|is|[\s:.])*)"
    rf"{_MANNERS}"
)
_BESIDE_A_TIME = re.compile(
    rf"{_MANNERS}(?:ตอน|ช่วง|ประมาณ|ราวๆ?|เมื่อ|เวลา|ก่อน|หลัง|ครึ่ง|กว่า|น\.|about|around|at|{_MANNERS})*"
)


def is_bare_fact(folded: str) -> bool:
    """Whether a folded text consists of nothing but a place, a telephone number, a name or a time."""
    if not folded or len(folded) > _LONGEST:
        return False
    if TELEPHONE.search(folded):
        return _BESIDE_A_NUMBER.fullmatch(TELEPHONE.sub(" ", folded)) is not None
    time = told_time(folded)
    if time and _BESIDE_A_TIME.fullmatch(folded.replace(time, " ", 1)):
        return True
    return names_only_a_place(folded) or names_only_a_person(folded)
