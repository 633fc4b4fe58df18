"""Read the answers that people type at the questions of a staff complaint: the name, the person, the part.

`understood` and `heard` are what the recognisers found in the same text. In doubt a text is none of these: then it
is kept with the story, which only the custodian reads.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.language.labels import bare
from domain.language.said_aside import Said
from domain.language.staff_gate import BEST, HALF, LIKELY, SURE
from domain.language.topic_choice import chosen_at, leaves_choice
from domain.text.thai_text import fold

if TYPE_CHECKING:
    from domain.language.said_aside import Heard
    from domain.language.understood import Understood

_UNKNOWN = re.compile(
    r"(?:ขอ)?ไม่(?:ขอ)?(?:บอก|ตอบ|ระบุ)(?:ได้(?:ไหม|มั้ย)|ก็ได้)?(?:ค่ะ|คะ|ครับ|จ้า|นะ)*"
    r"|(?:ไม่รู้|ไม่ทราบ|จำไม่ได้|ไม่แน่ใจ|บ่ฮู้|บ่จื่อ)(?:จัก|ว่าใคร|ว่าเป็นใคร|ว่าชื่ออะไร|ชื่อ|เลย|แล้ว|สิ|เหมือนกัน|หรอก|ใคร|อะไร|วัน|เวลา|\s)*"
    r"(?:ค่ะ|คะ|ครับ|คับ|จ้า|จ้ะ|นะ|ลูก|หลาน|ๆ|[\s.,!])*"
)
_LAST = re.compile("^(?:เอา|ขอ|เลือก)?(?:อัน|ข้อ|แบบ|ปุ่ม)?(?:ที่)?(?:สุดท้าย|ล่างสุด|ล่าง|ท้ายสุด)")
_MIDDLE = re.compile("^(?:เอา|ขอ|เลือก)?(?:อัน|ข้อ|แบบ|ปุ่ม)?(?:ที่)?(?:ตรง)?กลาง")
_NOT_KEPT = re.compile(
    "ไม่(?:ต้อง)?(?:เก็บ|บันทึก|จด)|อย่า(?:เก็บ|บันทึก|จด)|แบบ(?:มี)?รหัส|(?:ขอ|เอา)รหัส|ลบชื่อ|ไม่(?:ต้อง)?มีชื่อ"
)
_SHOWN = re.compile(
    "^(?:ขอ|ให้|จะ|ก็)*(?:แสดง|โชว์|เปิด|บอก|ใส่)ชื่อ(?!.*(?:ไม่|ออก|ลบ|ปิด|ปลอม|อื่น|กลัว|ไหม|มั้ย))"
    "|^(?:ก็)?ให้(?:เขา)?(?:เห็น|รู้)(?:ชื่อ)?(?:ก็)?ได้(?:เลย|นะ|ค่ะ|คะ|ครับ|คับ|จ้า|จ้ะ)*$"
)
_THIRD = re.compile("(?:แบบ|ทาง|อัน|วิธี)(?:ที่)?(?:สาม|3)")
_HIDDEN = re.compile(
    "ไม่(?:มี|ให้)ใคร(?:เห็น|รู้)|ปกปิด|(?<!เ)ปิด(?:ชื่อ|ไว้)|ซ่อน|ไม่(?:ต้อง)?(?:โชว์|แสดง|ออก|เปิด|บอก|ขึ้น)ชื่อ|ปิดบัง"
)
_IF = re.compile("^ถ้า.*(?:ยังไง|ไหม|มั้ย|ป่าว|เปล่า)")
"""A question about one of the choices: "if I hide it, how do I learn the result?"."""
_FEARS = re.compile("กลัว|ไม่กล้า|ย้าน|กังวล|เดือดร้อน|afraid|scared")
_PERSON = (
    r"คน(?!ละ)|ผู้(?:หญิง|ชาย|ช่วย|ใหญ่|จัดการ|อำนวย)|ช่าง|เจ้าหน้าที่|จนท|พนักงาน|ลูกจ้าง|ครู|หมอ|พยาบาล|นาย|นาง|น\.?ส\.|คุณ"
    r"|พี่|น้อง|ป้า|ลุง|น้า|อา(?!ทิตย์|จจะ|หาร)|เจ๊|เฮีย|หัวหน้า|ปลัด|นิติกร|รอง|ผอ|กำนัน|สมาชิก|สท|ส\.อบต|เสมียน|ยาม|แม่บ้าน|ภารโรง|ชื่อ|กอง|งาน|ฝ่าย"
    r"|สำนัก|ห้อง|ช่อง|เคาน์เตอร์|โต๊ะ|ทั้ง(?:กอง|ห้อง|ทีม|หมด)|ทุกคน|ไอ้|อี|เด็กฝึก|ศูนย์|the |a man|a woman|somebody|mr|mrs|ms"
)
_NAMES = re.compile(rf"^(?:ก็|คือ|เป็น|น่าจะ|เห็นว่า|แก|เขา|มัน|พวก|อยู่|ที่|[\s,.])*(?:{_PERSON})")
_NAMES_AT_MOST = 40
_NO_NAME = re.compile("เรื่อง|เดี๋ยว|ต้อง|ทำไม|ขอ|ยัง|โมโห|เสียใจ|กลัว")
"""Beginnings of short texts that are no name."""


class Name(StrEnum):
    """How the name of the reporter is to be handled. The values are those of domain.cases.conduct.ReporterLink."""

    NAMED = "named"
    SEALED = "sealed"
    NONE = "none"


def name_wish(text: str, understood: Understood, heard: Heard, *, asked: bool) -> Name | None:
    """How a text wants the reporter's name to be handled; None if it says nothing of it.

    `asked`: by the open step. In doubt the name is kept secret, and questions still reach the reporter.
    """
    folded = fold(text)
    if _IF.match(folded):
        return None
    chosen = _chosen(text, understood, heard) if asked else None
    if chosen is not None:
        return chosen
    shown, hidden, unkept = heard[Said.SHOW_NAME], heard[Said.HIDE_NAME], heard[Said.NO_NAME]
    least = BEST if asked else LIKELY
    if _NOT_KEPT.search(folded) and unkept + hidden >= least - BEST / 2 and shown < least:
        return Name.NONE
    if understood.anonymous or (asked and _HIDDEN.search(folded)):
        return Name.SEALED
    if max(shown, hidden, unkept) < least:
        return None
    if shown > hidden + unkept:
        return Name.NAMED if asked and shown >= LIKELY else None
    return Name.NONE if unkept >= SURE else Name.SEALED


def _chosen(text: str, understood: Understood, heard: Heard) -> Name | None:
    """The choice that a text names by its place among the buttons or in so many words, or leaves to the bot."""
    folded = fold(text)
    at = chosen_at(text)
    if _MIDDLE.search(folded):
        at = 1
    elif at is None and (_LAST.search(folded) or _THIRD.search(folded)):
        at = len(Name) - 1
    elif at is None and _SHOWN.search(folded) and not understood.anonymous:
        at = 0
    if at is not None and at < len(Name):
        return tuple(Name)[at]
    is_left = leaves_choice(text) or heard[Said.CHOOSE] >= LIKELY
    return Name.SEALED if is_left or understood.command in {"skip", "unknown"} else None


def fears(text: str) -> bool:
    """Whether a text tells that its writer is afraid."""
    return _FEARS.search(fold(text)) is not None


def knows_not(text: str) -> bool:
    """Whether a text says only that its writer does not know or remember."""
    return _UNKNOWN.fullmatch(fold(text)) is not None


def says_yes_to(text: str, named: str) -> bool:
    """Whether a text says yes to the question whether somebody is meant, and names them again at most."""
    folded, name = fold(text), fold(named)
    return _YES.match(folded) is not None and len(folded) <= len(name) + _MANNERS


_YES = re.compile("(?:ใช่|ถูก|แม่น|เออ|จ้า|yes)")
_MANNERS = 20
"""Characters that a yes has besides the name."""


def names_proof(text: str) -> bool:
    """Whether a text names evidence: a receipt, a recording, a witness."""
    return _PROOF.search(fold(text)) is not None


def begins_with_place(text: str) -> bool:
    """Whether a text begins like a place: "at the office"."""
    return _AT.match(fold(text)) is not None


_PROOF = re.compile(
    "หลักฐาน|ใบเสร็จ|สลิป|คลิป|อัดเสียง|พยาน|รูปถ่าย|กล้อง|แชท|แชต|ไลน์|เห็นด้วยตา|receipt|video|witness"
)
_AT = re.compile("ที่|ตรง|แถว|อยู่ที่|หน้า|หลัง|ข้าง|at |in ")


def describes_somebody(text: str) -> bool:
    """Whether a text begins with a word for a person or a section."""
    return _NAMES.search(fold(text)) is not None


def may_name(text: str, understood: Understood, heard: Heard) -> bool:
    """Whether a text may describe the person complained of, such as "the fat man of the registry"."""
    if len(text) > _NAMES_AT_MOST:
        return heard[Said.WHO] >= LIKELY
    if heard[Said.WHO] >= BEST:
        return True
    if _NAMES.search(fold(text)):
        return heard.any_of((Said.HAS_PROOF, Said.WHEN, Said.CROSS)) < SURE
    says_else = heard.any_of(
        (Said.WHEN, Said.PLACE, Said.FIX_PLACE, Said.HAS_PROOF, Said.NO_PROOF, Said.STORY)
    )
    is_word = (
        len(bare(text)) <= _WORD
        and not any(map(str.isdigit, text))
        and " " not in text.strip()
        and not _NO_NAME.match(fold(text))
    )
    return is_word and max(says_else, heard[Said.CROSS]) < HALF and not understood.names_a_problem


_WORD = 14
"""Characters of the longest text that may be a bare name."""


_PARTS = {
    "link": r"ชื่อ(?:ฉัน|ผม|หนู|เรา|ยาย|ตา|ป้า|ลุง|ของ|ผู้แจ้ง|คนแจ้ง)|เก็บชื่อ|ปกปิด|my name",
    "when": r"วัน|เวลา|เมื่อไ|time|date|day",
    "proof": r"พยาน|หลักฐาน|รูป|evidence|witness",
    "who": r"เกี่ยวกับใคร|ใคร|ชื่อ|คน|ช่าง|เจ้าหน้าที่|who|person",
    "story": r"เรื่อง|ข้อความ|เล่า|รายละเอียด|story|text",
}
_CHANGE = re.compile(
    "^(?:ขอ|จะ|อยาก|ช่วย)*(?:แก้ไข|แก้|เปลี่ยน|change|edit)(?:ตรง|ที่|ว่า| )?(?P<what>.{0,20})$"
    "|^(?P<wrong>.{0,16}?)(?:ผิด|wrong)"
)


def part_to_change(text: str) -> str:
    """The name of the question whose answer a text wants to change, such as "the day is wrong"; empty for none."""
    match = _CHANGE.match(fold(text))
    if match is None:
        return ""
    named = match["what"] or match["wrong"] or ""
    return next((part for part, words in _PARTS.items() if re.search(words, named)), "")
