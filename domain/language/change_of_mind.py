"""Recognise a change of mind in the middle of a complaint: another matter, topic, village or place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.language.places import THAI_NUMBERS
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
_RATHER = r"\s*(?:ก่อน)?(?:ดีกว่า|แทน)(?:ได้(?:ไหม|มั้ย|บ่))?"
_HESITATES = r"(?:(?:อ้าว|เอ๊ะ|เดี๋ยว(?:ๆ|ก่อน)?|ที่จริง(?:แล้ว)?|จริงๆ(?:แล้ว)?|ขอโทษ|โทษที|no|sorry|wait|actually)[\s,]*)"
_ANOTHER = re.compile(
    rf"^{_HESITATES}*{_DROPS}{_MANNERS}(?:{_TAKES})\s*(?P<rest>.+?)(?:{_RATHER})?{_MANNERS}$"
)
_DENIES = re.compile(
    # "It is not the lamp, it is the water"; not "it is not only the lamp".
    rf"^{_HESITATES}*(?:ไม่|บ่)(?:ใช่|แม่น)(?!แค่|เฉพาะ|เพียง)(?:สิ|ซิ|ๆ)?(?:เรื่อง)?.{{0,14}}?{_MANNERS}"
    rf"(?:{_TAKES}|(?<=[\s,])เรื่อง|แต่เป็น(?:เรื่อง)?)\s*(?!ทั้ง|ทุก|บ่อย|ประจำ)(?P<rest>.+?)(?:{_RATHER})?{_MANNERS}$"
    rf"|^{_HESITATES}*(?:(?:ไม่|บ่)เอา|ยกเลิก)(?:เรื่อง)?.{{1,14}}?{_MANNERS}(?:{_TAKES})\s*(?P<instead>.+?)(?:{_RATHER})?{_MANNERS}$"
    rf"|^{_HESITATES}*(?:ขอ)?(?:เอา|แจ้ง|เป็น)?(?:เป็น)?เรื่อง\s*(?P<rather>.+?){_RATHER}{_MANNERS}$"
    rf"|^{_HESITATES}(?:ขอ)?(?:เอา|แจ้ง|เป็น)(?:เป็น)?เรื่อง\s*(?P<really>.+?){_MANNERS}$"
    rf"|^{_HESITATES}*not (?:the )?\w+(?: \w+)?[, ]+(?:but |it's |it is )(?:the )?(?P<english>.+)$"
    rf"|^{_HESITATES}(?:it's|it is|its) (?:about )?(?P<about>.+)$"
)
_CHANGES = re.compile(
    r"^(?:ขอ|ช่วย|รบกวน)?(?:เปลี่ยน|แก้|แก้ไข)(?:ที่|สถานที่|จุด|ประเภท|เรื่อง|หมู่|หมู่บ้าน)?(?:จาก.{1,30}?)?(?:ไป)?เป็น(?:เรื่อง)?\s*(?P<rest>.+)$"
    r"|^(?:please )?(?:change|make|correct) (?:it |that |the village |the place )?(?:to )?(?P<english>.+)$"
)
_WRONG_VILLAGE = r"(?:หมู่\s*(?:ที่)?\s*\d{1,2}|ม\.\s*\d{1,2}|village \d{1,2})?"
_NO_BUT = re.compile(
    rf"^(?:ไม่ใช่|ผิด|พิมพ์ผิด|บอกผิด|เขียนผิด|no[, ]|wrong[, ]|sorry[, ]){_MANNERS}{_WRONG_VILLAGE}{_MANNERS}"
    r"(?:ที่ถูก(?:คือ|ต้อง)?|ต้องเป็น|เป็น|คือ|อยู่|it is|it's)?\s*(?P<rest>(?:หมู่|ม\.|moo|village).+)$"
)
_SPOT = re.compile(
    r"^(?:ผิด|ไม่ใช่|บ่แม่น|ไม่แม่น|no|wrong|sorry).*?(?:อยู่|คือ|ที่ถูก|it is|it's)(?:ที่|ตรง)?\s*"
    r"(?P<rest>\S.*(?:หมู่(?:บ้าน)?(?:\s*ที่)?|ม\.|\bmoo|\bvillage)\s*\d{1,2})"
)
_CORRECTS = re.compile(
    r"(?:ผิด|ไม่ใช่|แก้|เปลี่ยน|ต้องเป็น|ที่ถูก|wrong|correct|sorry).*(?P<rest>(?:หมู่(?:บ้าน)?(?:\s*ที่)?|ม\.|\bmoo|\bvillage)\s*\S+)"
)
_GIVES = re.compile(
    rf"\d|{'|'.join(THAI_NUMBERS)}|(?:ไม่|บ่)(?:ใช่|แม่น)|เป็น|ต้อง(?!การ)|ต่างหาก|จริงๆ|ที่จริง|เมื่อ|วัน(?!ผิด|ที่ผิด|ไม่ถูก)|\bnot\b"
)
_OF_SEVERAL = (
    re.compile(
        r"^(?:ขอ|ช่วย)?(?:เอา|แจ้ง|ส่ง|เหลือ)?(?:แค่|แต่|เฉพาะ|เพียง)\s*(?P<rest>.+)$"
        r"|^(?:ขอ)?(?:เอา|แจ้ง|ส่ง)\s*(?P<alone>.+?)\s*(?:เรื่องเดียว|อย่างเดียว|อันเดียว|พอ)$"
        r"|^(?:just|only) (?P<english>.+)$"
    ),
    re.compile(
        r"^(?:ขอ|ช่วย)?(?:ไม่เอา|ไม่แจ้ง|ไม่ส่ง|ยกเลิก|ตัด|ลบ|เอา(?=.*ออก))\s*(?P<rest>.+?)\s*(?:ออกไป|ออก|แล้ว|ทิ้ง)?$"
        r"|^(?P<alone>.+?)\s*(?:ไม่เอาแล้ว|ไม่เอา|ไม่ต้องแล้ว|ไม่ต้อง|ไม่แจ้งแล้ว|ไม่แจ้ง)$"
        r"|^(?:not|remove|without|drop) (?P<english>.+)$"
    ),
)
_MATTER = re.compile(r"^(?:เรื่อง|ข้อ|อัน)?\s*(?:ที่)?\s*")
_NTH = re.compile(
    r"^(?:the )?(?:(?P<first>1|หนึ่ง|แรก|first)|(?P<second>2|สอง|second)|(?P<third>3|สาม|third))(?: one)?$"
)
_ENDS = re.compile(rf"{_MANNERS}$")
_LONGEST = 120
_LONGEST_CORRECTION = 50


@dataclass(frozen=True, slots=True)
class Change:
    """`words`: what the reporter wants now. `drops_story`: the reporter discards the story told so far.

    `denies`: the reporter says what it is instead, which may be a detail of the same matter.
    """

    words: str
    drops_story: bool
    denies: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen one of several matters. `at`: its index from 0 if chosen by number, else None; `words` name it.

    `leaves_out`: the reporter wants all the others and not this one.
    """

    words: str
    at: int | None
    leaves_out: bool


def choice_among(text: str) -> Choice | None:
    """The choice between several matters that a text expresses, or None.

    The caller looks up the matter by `Choice.words` and ignores a choice that matches none.
    """
    folded = fold(text)
    change = change_of_mind(folded)
    if change is not None and change.drops_story:
        return _choice(change.words, leaves_out=False)
    if len(folded) > _LONGEST_CORRECTION:
        return None
    bare = _ENDS.sub("", folded)
    for is_left_out, choice in enumerate(_OF_SEVERAL):
        match = choice.match(bare)
        if match is not None:
            return _choice(
                match["rest"] or match["alone"] or match["english"], leaves_out=bool(is_left_out)
            )
    return None


def _choice(words: str, *, leaves_out: bool) -> Choice:
    named = _MATTER.sub("", _ENDS.sub("", words))
    number = _NTH.match(named)
    at = None if number is None else ("first", "second", "third").index(number.lastgroup or "")
    return Choice(named, at, leaves_out)


def gives_correction(text: str) -> bool:
    """Whether a text that corrects the story says what is right, and not only that something is wrong."""
    return bool(_GIVES.search(fold(text)))


def change_of_mind(text: str) -> Change | None:
    """The change that a text asks for, or None. The caller looks up the topic or the place in `Change.words`."""
    folded = fold(text)
    if len(folded) > _LONGEST:
        return None
    another = _ANOTHER.match(folded)
    if another is not None:
        return Change(another["rest"].strip(), drops_story=True)
    changes = _CHANGES.match(folded)
    if changes is not None:
        return Change((changes["rest"] or changes["english"]).strip(), drops_story=False)
    wrong = _NO_BUT.match(folded)
    if wrong is None and len(folded) <= _LONGEST_CORRECTION:
        denied = _DENIES.match(folded)
        if denied is not None:
            words = next(one for one in denied.groups() if one)
            return Change(words.strip(), drops_story=True, denies=True)
        wrong = _SPOT.search(folded) or _CORRECTS.search(folded)
    return Change(wrong["rest"].strip(), drops_story=False) if wrong else None
