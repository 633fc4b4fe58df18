"""The place that a text gives instead of the one in the report: "not village 3 but 5", "it is behind the temple".

The caller has recognised that the text corrects a place; this module only finds out which.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from domain.language.places import THAI_NUMBERS, said_place
from domain.text.thai_text import fold

if TYPE_CHECKING:
    from domain.cases.complaint import Place
    from domain.organisation.organisation import Organisation

_DENIES = r"(?:ไม่ใช่|บ่แม่น|ไม่แม่น|ไม่ได้อยู่|\bnot(?: in)?)"
_VILLAGE = r"(?:หมู่(?:บ้าน)?(?:\s*ที่)?|(?<![ก-๛])ม\.?|\b(?:moo|village))"
_NUMBER = rf"(?:\d{{1,2}}(?!\d)|{'|'.join(THAI_NUMBERS)})"
# A number of something else: "house 12", "lane 4", "3 lamps".
_OTHER = r"(?:ซอย|ซ\.|เลขที่|กม\.?|ถนน|วันที่|soi)\s*"
_COUNTED = (
    r"(?!\s*(?:คน|ราย|หลัง|วัน|บาท|ปี|ดวง|ต้น|ตัว|คัน|อัน|จุด|หลุม|เดือน|อาทิตย์|เมตร|โมง|ทุ่ม|ครั้ง|/|:|\d))"
)
_BEFORE = (
    r"(?:^|(?<=[\s,])|(?<=เป็น)|(?<=ต้อง)|(?<=คือ)|(?<=นะ)|(?<=ลูก)|(?<=จ้า)|(?<=จ้ะ)|(?<=ใช่)|(?<=แม่น))"
)
_SAID = re.compile(
    rf"{_OTHER}{_NUMBER}|(?P<denied>{_DENIES}\s*)?(?:(?P<village>{_VILLAGE})\s*|{_BEFORE})(?P<number>{_NUMBER}){_COUNTED}"
)
_WRONG = re.compile(
    rf"{_DENIES}\S*|(?:สถานที่|ที่อยู่|ที่|หมู่|ซอย|บ้าน|จุด|ตำแหน่ง)?(?:เกิดเหตุ)?(?:มัน|ก็)?(?:ผิด|ไม่ถูก(?:ต้อง)?)"
)
_NAMED = re.compile(
    r"(?:(?<!ที่)อยู่(?:ที่|ตรง)?|ต้องเป็น|เป็น|คือ|ที่ถูก|ต้อง(?!เป็น)|it is|it's)\s*(?P<words>\S.{3,60})"
)
_ENDS = re.compile(r"(?:\s|ค่ะ|คะ|ครับ|คับ|จ้า|จ้ะ|นะ|ลูก|หนู|เด้อ|ต่างหาก|แทน|หน่อย|ให้|ที|แหละ|[,.!?])+$")
_SHORTEST, _LONGEST = 4, 50
_VILLAGE_ONLY = re.compile(rf"(?:{_VILLAGE}\s*)?{_NUMBER}")


def corrected_place(text: str, place: Place, office: Organisation) -> Place | None:
    """The place with what the text gives instead; None if the text only says that it is wrong.

    `place`: with the village of the report, also if only its story names it. A pin is dropped, because it is where
    the old place was.
    """
    folded = fold(text)
    village = _village(folded, place.village, office)
    words = _words(folded)
    if village is None and not words:
        return None
    if village is not None and not words:
        old = said_place(fold(place.words)) if place.words else None
        words = place.words if old is None or old.village is None else old.words or ""
    return replace(
        place, village=village or place.village, words=words, latitude=None, longitude=None
    )


def spot_of(words: str) -> str:
    """The words of a place without its village and without manners, as they were typed."""
    bare = re.sub(rf"(?:อยู่\s*)?{_VILLAGE}\s*{_NUMBER}(?!\d)", " ", words, flags=re.IGNORECASE)
    return _ENDS.sub("", " ".join(bare.split()).removeprefix("อยู่").strip())


def denies_village(text: str, village: int | None) -> bool:
    """Whether a text says that it is not this village, with or without the word for it: "not three but five"."""
    return village is not None and village in _numbers(fold(text))[1]


def with_village(story: str, old: int, new: int) -> str:
    """A story in which the number of one village is replaced, so that it does not contradict the place."""
    thai = next((word for word, number in THAI_NUMBERS.items() if number == old), str(old))
    names = re.compile(rf"({_VILLAGE}\s*)(?:{old}(?!\d|\s*คน)|{thai})", re.IGNORECASE)
    return names.sub(lambda match: f"{match[1]}{new}", story)


def _village(folded: str, current: int | None, office: Organisation) -> int | None:
    said, denied = _numbers(folded)
    is_about_villages = re.search(_VILLAGE, folded) or current in denied
    new = said - denied - {current} if is_about_villages else set()
    ours = new & {village.number for village in office.villages}
    return ours.pop() if len(ours) == len(new) == 1 else None


def _numbers(folded: str) -> tuple[set[int], set[int]]:
    """The numbers that may be villages, and those of them that the text denies."""
    said: set[int] = set()
    denied: set[int] = set()
    for match in _SAID.finditer(folded):
        if match["number"] is None:
            continue
        number = THAI_NUMBERS.get(match["number"]) or int(match["number"])
        (denied if match["denied"] else said).add(number)
    return said | denied, denied


def _words(folded: str) -> str:
    """The words that name the new spot; empty if there are none."""
    rest = _WRONG.sub(" ", folded)
    found = said_place(rest)
    if found is not None and found.words:
        # Nothing else is expected behind the spot, whose name may contain any word: "beside the water tank".
        to_the_end = rest[rest.find(found.words) :] if found.words in rest else found.words
        named = to_the_end if len(to_the_end) <= _LONGEST else found.words
        return spot_of(named)
    tells = _NAMED.search(rest)
    words = _ENDS.sub("", tells["words"]) if tells else ""
    return "" if _VILLAGE_ONLY.fullmatch(words) or len(words) < _SHORTEST else words
