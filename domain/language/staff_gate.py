"""Read what people type where the bot asks whether a matter is about staff, or beside a question about it.

`understood` and `heard` are what the recognisers found in the same text. In doubt a text is none of these: then it
is kept with the story, which only the custodian reads.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.language.acts import Accusation, Act
from domain.language.labels import bare
from domain.language.said_aside import TELEPHONE, TOLD, Said
from domain.language.topic_choice import chosen_at, leaves_choice
from domain.text.thai_text import fold

if TYPE_CHECKING:
    from domain.language.said_aside import Heard
    from domain.language.understood import Understood

SURE, LIKELY, BEST = 0.8, 0.6, 0.3
"""Probabilities from which a text is read as something: without doubt, probably, and if nothing fits better."""
GIVEN_UP, GIVEN_UP_AT_GATE = 0.85, 0.7
"""Probability from which a text drops a complaint in the middle of its questions, and one at the gate that may
name a problem: "better not, I fear that he learns of it"."""
_SHORT = 45
"""Characters of the longest text that only says which way to send it."""
HALF, _NOTHING = 0.5, 30
"""Probability below which a text of this length tells nothing of the matter."""
_ASIDE = 60
"""Characters of the longest text that tells nothing of the matter."""
_ORDINARY = re.compile(
    r"ไม่(?:ได้)?เกี่ยว(?:กับ|อะไรกับ)?(?:เจ้าหน้าที่|จนท|ใคร|คนใน|คน|อบต|พนักงาน|ช่าง)?"
    r"|ไม่(?:ได้|ใช่เรื่อง)(?:จะ)?(?:ว่า|ร้องเรียน|ฟ้อง|กล่าวหา|ต่อว่า|ด่า|ตำหนิ|หมายถึง)(?:ใคร|เจ้าหน้าที่|คน|ช่าง|อะไร)"
    r"|ไม่ใช่(?:เรื่อง)?(?:ของ)?(?:ร้องเรียน)?(?:เจ้าหน้าที่|พนักงาน)|ไม่ใช่เรื่อง(?:ของ)?คน|(?:เรื่อง|แบบ|ส่ง|แจ้ง|เป็น)(?:ธรรมดา|ทั่วไป|ปกติ)"
    r"|ให้(?:ช่าง|เขา|ใคร|กอง).{0,6}(?:เห็น|รู้)(?:ก็)?ได้|^(?:ธรรมดา|ทั่วไป|ปกติ)"
    r"|not about (?:staff|anyone|anybody)|ordinary"
)
_PROTECTED = re.compile(
    r"(?<!ก)ลับ|ไม่ให้(?:เขา|ใคร|ช่าง|คนอื่น|กอง).{0,6}(?:เห็น|รู้)|(?:แบบ|ทาง|อัน)ที่(?:เขา|ช่าง|กอง|คนอื่น|ใคร)?ไม่(?:เห็น|รู้)"
    r"|ร้องเรียน(?:เจ้าหน้าที่|พนักงาน|คนใน)|แบบ(?:ปลอดภัย|ปกปิด)|^(?:ก็)?(?:เอา|ขอ|แบบ|ส่ง|อัน|ใช่|\s)*ร้องเรียน"
    r"(?:ไปเลย|เลย|อะ|น่ะ|แหละ|ค่ะ|ครับ|จ้า|นะ)*$|^ก็ได้|secret|staff complaint"
)
_NTH = re.compile(
    "(?:แบบ|ทาง|อัน|วิธี)(?:ที่)?(?:แรก|หนึ่ง|1|(?P<second>สอง|หลัง|2))(?:อะ|น่ะ|ค่ะ|คะ|ครับ|จ้า|นะ|แหละ|$)"
)
_WHO_READS = re.compile(
    "(?<!ไม่มี)ใคร.{0,8}(?:รับ|อ่าน|ดู|เห็น|รู้)|(?:เห็น|รู้|หลุด|ถึงหู|ปลอดภัย).{0,12}(?:ไหม|มั้ย|ป่าว|เปล่า)|ต่างกัน"
)
_NOT = re.compile("ไม่ได้|ไม่ใช่|ไม่ต้อง|ไม่อยาก|not ")
_GIVES_UP = re.compile(
    r"^(?:งั้น|เออ|อ๋อ|ก็|เอ่อ|อืม|โอ๊ย|\s)*(?:ไม่มีอะไร|ไม่เป็นไร|ไม่ต้อง|อย่าเลย|ช่างมัน|ขอถอย|ถอยดีกว่า|แค่บ่น|ไม่(?:ล่ะ|ละ)"
    r"|พอ(?=ดีกว่า|เถอะ|แล้ว|ละ)|ยังไม่(?:แจ้ง|ส่ง|เอา))"
    r"(?:แล้ว|ดีกว่า|ก็ได้|ละ|เลย|หรอก|เฉยๆ?|กัน|นะ|เถอะ|ตอนนี้|วันนี้|ค่ะ|คะ|ครับ|จ้า|\s)*(?:$|เดี๋ยว|กลัว|เสียเวลา|ขี้เกียจ|ยุ่งยาก)"
)
_GIVEN_UP = re.compile(
    r"^(?!.*(?:บอก|ว่า|ขู่)).*(?:^|\s)(?:ไม่(?:ส่ง|แจ้ง|ร้องเรียน)|ช่าง(?:เขา|มัน|แม่ง)|เลิก)(?:เถอะ|เหอะ|หรอก|แล้ว|ดีกว่า|ละ|นะ|ค่ะ|คะ|ครับ|จ้า|\s)*$"
)
"""The end of a text that gives up: "out of regard for him, I do not send it"."""
_NEEDED = re.compile("^(?:ต้อง|จำเป็น).{0,24}(?:เหรอ|หรอ|ไหม|มั้ย|หรือ)")
"""A question whether an answer is necessary."""
_IF_SENT = re.compile("^(?:ส่งแล้ว|แจ้งแล้ว|ถ้า|ทีหลัง|สมมติ|เกิด).*(?:ไหม|มั้ย|ป่าว|เปล่า)")
"""A question about later: "can I withdraw it once it is sent?"."""
_ASKS = re.compile(
    r"ไหม|มั้ย|มัย|ป่าว|หรือเปล่า|รึเปล่า|หรือยัง|ยังไง|อย่างไร|เมื่อไ|กี่|ใคร|ทำไม|วันไหน|ตอนไหน|บ่นิ|บ่$|เหรอ|หรอ(?!ก)|ทำอะไร|คืออะไร|\?|\b(?:who|when|will|how|why|can)\b"
)
_KNOWS_NOT = re.compile("ไม่รู้|ไม่ทราบ|จำไม่ได้|ไม่แน่ใจ|บ่ฮู้|บ่จื่อ|don't know|do not know")


class Way(StrEnum):
    """What a text wants where the bot asks whether something is about staff."""

    STAFF = "yes"
    ORDINARY = "no"
    """The values of these two are those of the buttons."""
    CANCEL = "cancel"
    REFUSES = "refuses"
    """Says no, and not whether it is to be sent in the other way or not at all."""
    WAITS = "waits"
    WHO_SEES = "who_sees"
    ASKS = "asks"
    ASIDE = "aside"
    """Is meant for somebody else, or says nothing."""
    DONE = "done"
    """Says nothing that decides it, such as "that is all" or "which one do I press?"."""


def way_chosen(text: str, understood: Understood, heard: Heard) -> Way | None:
    """What a text says where it is asked whether the matter is about staff; None if it tells more of it."""
    folded = fold(text)
    by_number = chosen_at(text)
    if by_number is None and len(folded) <= _SHORT and (nth := _NTH.search(folded)):
        by_number = int(nth["second"] is not None)
    if by_number is not None and by_number < len(_IN_ORDER):
        return _IN_ORDER[by_number]
    if gives_up(text, understood, heard, at_gate=True):
        return Way.CANCEL
    if len(folded) <= _SHORT and not understood.accusation and _ORDINARY.search(folded):
        return Way.ORDINARY
    if len(folded) <= _SHORT and _PROTECTED.search(folded) and not _NOT.search(folded):
        return Way.STAFF
    if understood.command == "no" or bare(text) in {"ไม่ใช่", "บ่แม่น", "ไม่"}:
        return Way.REFUSES
    if heard[Said.AGREE] >= LIKELY or understood.command == "confirm":
        return Way.STAFF
    if leaves_choice(text) or heard[Said.CHOOSE] >= LIKELY:
        return Way.DONE
    way = aside(text, understood, heard)
    return Way.DONE if way is None and tells_nothing(text, understood, heard) else way


def tells_nothing(text: str, understood: Understood, heard: Heard) -> bool:
    """Whether a short text tells nothing of the matter, and so is no part of its story."""
    if chosen_at(text) is not None or leaves_choice(text):
        return True
    may_belong = understood.staff or understood.anonymous or understood.danger
    is_short = len(fold(text)) <= _NOTHING and not TELEPHONE.search(text)
    return is_short and not may_belong and heard.any_of(TOLD) < HALF


_IN_ORDER = (Way.STAFF, Way.ORDINARY, Way.CANCEL)
"""The ways in the order of the buttons."""


def aside(text: str, understood: Understood, heard: Heard) -> Way | None:
    """What a text says that tells nothing of the matter: a question, "wait", words for somebody else."""
    is_likely = understood.accusation is Accusation.LIKELY
    folded = fold(text)
    if len(folded) > _ASIDE or TELEPHONE.search(text):
        # The number at which to call its writer belongs to the matter.
        return None
    reads = _WHO_READS.search(folded) is not None and not is_likely and _ASKS.search(folded)
    if asks_who_sees(text, heard) or (reads and not _KNOWS_NOT.search(folded)):
        return Way.WHO_SEES
    if heard[Said.LATER] >= LIKELY:
        return Way.WAITS
    if heard[Said.CROSS] >= SURE and not understood.staff:
        return Way.ASIDE
    if asks_if_needed(text):
        return Way.ASKS
    if is_likely or _KNOWS_NOT.search(folded):
        return None
    if _asks(text, understood, heard):
        return Way.WHO_SEES if heard[Said.WHO_SEES] >= BEST else Way.ASKS
    return Way.DONE if heard[Said.DONE] >= SURE or understood.command == "done" else None


def asks_if_needed(text: str) -> bool:
    """Whether a text asks whether an answer is necessary: "must there be evidence?"."""
    folded = fold(text)
    return len(folded) <= _NOTHING and _NEEDED.match(folded) is not None


def asks_who_sees(text: str, heard: Heard) -> bool:
    """Whether a text asks who reads it or who learns of it: "will he know that it was me?"."""
    folded = fold(text)
    is_question = _ASKS.search(folded) and not _KNOWS_NOT.search(folded)
    return heard[Said.WHO_SEES] >= LIKELY and bool(is_question)


def _asks(text: str, understood: Understood, heard: Heard) -> bool:
    asking = heard.any_of((Said.ASKS, Said.COST_TIME, Said.WHY_ASK, Said.WHO_SEES))
    is_question = understood.act in {Act.QUESTION, Act.FOLLOW_UP, Act.OPENER}
    return bool(_ASKS.search(fold(text))) and (asking >= LIKELY or (is_question and asking >= BEST))


def gives_up(text: str, understood: Understood, heard: Heard, *, at_gate: bool) -> bool:
    """Whether a text gives up what is not sent yet, such as "better not, I am afraid".

    `at_gate`: it is asked whether the matter is about staff. At other questions "no" and "nothing more" answer.
    """
    if at_gate and len(fold(text)) <= _NOTHING and _GIVEN_UP.search(fold(text)):
        return True
    if understood.accusation is Accusation.LIKELY or understood.danger:
        return False
    if _IF_SENT.match(fold(text)):
        return False
    if at_gate and _GIVES_UP.search(fold(text)):
        return True
    if understood.command in {"no", "skip", "done", "unknown"}:
        return False
    least = GIVEN_UP
    if at_gate:
        least = GIVEN_UP_AT_GATE if understood.names_a_problem else LIKELY
    return heard[Said.CANCEL] >= least
