"""Read what people type at the questions of a staff complaint, and where the bot asks whether it is one.

`understood` and `heard` are what the recognisers found in the same text. In doubt a text is none of these: then it
is kept with the story, which only the custodian reads.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.language.acts import Accusation, Act
from domain.language.draft_talk import Talk, draft_talk
from domain.language.labels import bare
from domain.language.said_aside import TELEPHONE, Said
from domain.language.topic_choice import chosen_at, leaves_choice
from domain.text.thai_text import fold

if TYPE_CHECKING:
    from domain.language.said_aside import Heard
    from domain.language.understood import Understood

SURE, LIKELY, BEST = 0.8, 0.6, 0.3
"""Probabilities from which a text is read as something: without doubt, probably, and if nothing fits better."""
GIVEN_UP = 0.85
"""Probability from which a text drops a complaint in the middle of its questions."""
_SHORT = 45
"""Characters of the longest text that only says which way to send it."""
_ASIDE = 60
"""Characters of the longest text that tells nothing of the matter."""
_ORDINARY = re.compile(
    r"ไม่(?:ได้)?เกี่ยว(?:กับ|อะไรกับ)?(?:เจ้าหน้าที่|จนท|ใคร|คนใน|คน|อบต|พนักงาน|ช่าง)?"
    r"|ไม่(?:ได้|ใช่เรื่อง)(?:จะ)?(?:ว่า|ร้องเรียน|ฟ้อง|กล่าวหา|ต่อว่า|หมายถึง)(?:ใคร|เจ้าหน้าที่|คน|ช่าง|อะไร)"
    r"|ไม่ใช่(?:เรื่อง)?(?:ของ)?(?:ร้องเรียน)?(?:เจ้าหน้าที่|พนักงาน)|(?:เรื่อง|แบบ|ส่ง|เป็น)(?:ธรรมดา|ทั่วไป|ปกติ)"
    r"|^(?:ธรรมดา|ทั่วไป|ปกติ)|not about (?:staff|anyone|anybody)|ordinary"
)
_PROTECTED = re.compile(
    r"(?<!ก)ลับ|ไม่ให้(?:เขา|ใคร|ช่าง|คนอื่น|กอง).{0,6}(?:เห็น|รู้)|(?:แบบ|ทาง|อัน)ที่(?:เขา|ช่าง|กอง|คนอื่น|ใคร)?ไม่(?:เห็น|รู้)"
    r"|ร้องเรียน(?:เจ้าหน้าที่|พนักงาน|คนใน)|secret|staff complaint"
)
_NTH = re.compile("(?:แบบ|ทาง|อัน|วิธี)(?:ที่)?(?:แรก|หนึ่ง|1|(?P<second>สอง|หลัง|2))(?![ก-๙])")
_WHO_READS = re.compile(
    "ใคร.{0,8}(?:รับ|อ่าน|ดู|เห็น|รู้|ได้)|(?:เห็น|รู้|หลุด|ถึงหู|ปลอดภัย).{0,12}(?:ไหม|มั้ย|ป่าว|เปล่า)|ต่างกัน"
)
_NOT = re.compile("ไม่ได้|ไม่ใช่|ไม่ต้อง|ไม่อยาก|not ")
_GIVES_UP = re.compile(
    r"^(?:งั้น|เออ|อ๋อ|ก็|เอ่อ|อืม|\s)*(?:ไม่มีอะไร|ไม่เป็นไร|ไม่ต้อง|อย่าเลย|ช่างมัน|ขอถอย|ถอยดีกว่า|แค่บ่น)(?:แล้ว|ดีกว่า|ก็ได้|ละ|เลย|หรอก|เฉยๆ?|กัน|นะ|ค่ะ|ครับ|จ้า|\s)*"
    r"(?:$|เดี๋ยว|กลัว)"
)
_ASKS = re.compile(
    r"ไหม|มั้ย|มัย|ป่าว|หรือเปล่า|รึเปล่า|หรือยัง|ยังไง|อย่างไร|เมื่อไ|กี่|ใคร|ทำไม|วันไหน|ตอนไหน|บ่นิ|บ่$|\?|\b(?:who|when|will|how|why|can)\b"
)
_KNOWS_NOT = re.compile("ไม่รู้|ไม่ทราบ|จำไม่ได้|ไม่แน่ใจ|บ่ฮู้|บ่จื่อ|don't know|do not know")
_UNKNOWN = re.compile(
    r"(?:ไม่รู้|ไม่ทราบ|จำไม่ได้|ไม่แน่ใจ|บ่ฮู้|บ่จื่อ)(?:จัก|ว่าใคร|ว่าเป็นใคร|ว่าชื่ออะไร|ชื่อ|เลย|แล้ว|สิ|เหมือนกัน|หรอก|ใคร|อะไร|วัน|เวลา|\s)*"
    r"(?:ค่ะ|คะ|ครับ|คับ|จ้า|จ้ะ|นะ|ลูก|หลาน|ๆ|[\s.,!])*"
)
_LAST = re.compile("^(?:เอา|ขอ|เลือก)?(?:อัน|ข้อ|แบบ|ปุ่ม)?(?:ที่)?(?:สุดท้าย|ล่างสุด|ล่าง|ท้ายสุด)")
_MIDDLE = re.compile("^(?:เอา|ขอ|เลือก)?(?:อัน|ข้อ|แบบ|ปุ่ม)?(?:ที่)?(?:ตรง)?กลาง")
_NOT_KEPT = re.compile(
    "ไม่(?:ต้อง)?(?:เก็บ|บันทึก|จด)|อย่า(?:เก็บ|บันทึก|จด)|แบบ(?:มี)?รหัส|(?:ขอ|เอา)รหัส|ลบชื่อ|ไม่(?:ต้อง)?มีชื่อ"
)
_HIDDEN = re.compile("ปกปิด|(?<!เ)ปิด(?:ชื่อ|ไว้)|ซ่อน|ไม่(?:ต้อง)?(?:โชว์|แสดง|ออก|เปิด|บอก|ขึ้น)ชื่อ|ปิดบัง")
_FEARS = re.compile("กลัว|ไม่กล้า|ย้าน|กังวล|เดือดร้อน|afraid|scared")
_PERSON = (
    r"คน(?!ละ)|ผู้(?:หญิง|ชาย|ช่วย|ใหญ่|จัดการ|อำนวย)|ช่าง|เจ้าหน้าที่|จนท|พนักงาน|ลูกจ้าง|ครู|หมอ|พยาบาล|นาย|นาง|น\.?ส\.|คุณ"
    r"|พี่|น้อง|ป้า|ลุง|น้า|อา(?!ทิตย์|จจะ|หาร)|เจ๊|เฮีย|หัวหน้า|ปลัด|นิติกร|รอง|ผอ|กำนัน|สมาชิก|สท|ส\.อบต|เสมียน|ยาม|แม่บ้าน|ภารโรง|ชื่อ|กอง|งาน|ฝ่าย"
    r"|สำนัก|ห้อง|ช่อง|เคาน์เตอร์|โต๊ะ|ทั้ง(?:กอง|ห้อง|ทีม|หมด)|ทุกคน|ไอ้|อี|เด็กฝึก|ศูนย์|the |a man|a woman|somebody|mr|mrs|ms"
)
_NAMES = re.compile(rf"^(?:ก็|คือ|เป็น|น่าจะ|เห็นว่า|แก|เขา|มัน|พวก|อยู่|ที่|[\s,.])*(?:{_PERSON})")
_NAMES_AT_MOST = 40


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


class Name(StrEnum):
    """How the name of the reporter is to be handled. The values are those of domain.cases.conduct.ReporterLink."""

    NAMED = "named"
    SEALED = "sealed"
    NONE = "none"


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
    return aside(text, understood, heard)


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
    if heard[Said.LATER] >= LIKELY or draft_talk(text) is Talk.WAITS:
        return Way.WAITS
    if heard[Said.CROSS] >= SURE and not understood.staff:
        return Way.ASIDE
    if is_likely or _KNOWS_NOT.search(folded):
        return None
    if _asks(text, understood, heard):
        return Way.WHO_SEES if heard[Said.WHO_SEES] >= BEST else Way.ASKS
    return Way.DONE if heard[Said.DONE] >= SURE or understood.command == "done" else None


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
    if understood.accusation is Accusation.LIKELY or understood.danger:
        return False
    if at_gate and (draft_talk(text) is Talk.GIVES_UP or _GIVES_UP.search(fold(text))):
        return True
    if understood.command in {"no", "skip", "done", "unknown"}:
        return False
    least = LIKELY if at_gate and not understood.names_a_problem else GIVEN_UP
    return heard[Said.CANCEL] >= least


def name_wish(text: str, understood: Understood, heard: Heard, *, asked: bool) -> Name | None:
    """How a text wants the reporter's name to be handled; None if it says nothing of it.

    `asked`: by the open step.

    In doubt the name is kept secret, and questions still reach the reporter.
    """
    folded = fold(text)
    if asked:
        at = chosen_at(text)
        if at is None and _LAST.search(folded):
            at = len(Name) - 1
        if _MIDDLE.search(folded):
            at = 1
        if at is not None and at < len(Name):
            return tuple(Name)[at]
        if (
            leaves_choice(text)
            or heard[Said.CHOOSE] >= LIKELY
            or understood.command in {"skip", "unknown"}
        ):
            return Name.SEALED
    shown, hidden, unkept = heard[Said.SHOW_NAME], heard[Said.HIDE_NAME], heard[Said.NO_NAME]
    least = BEST if asked else LIKELY
    if _NOT_KEPT.search(folded) and unkept + hidden >= least - BEST / 2 and shown < least:
        return Name.NONE
    if understood.anonymous or (asked and _HIDDEN.search(folded)):
        return Name.SEALED
    if max(shown, hidden, unkept) < least:
        return None
    if shown > hidden + unkept:
        return Name.NAMED if asked else None
    return Name.NONE if unkept >= SURE else Name.SEALED


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
        len(bare(text)) <= _WORD and not any(map(str.isdigit, text)) and " " not in text.strip()
    )
    return (
        is_word and says_else < BEST and heard[Said.CROSS] < BEST and not understood.names_a_problem
    )


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
