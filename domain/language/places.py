"""Extract a place from a message: the number of a village, and the words that name a spot."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.text.thai_text import fold

_NUMBERS = {
    "สิบสอง": 12, "สิบเอ็ด": 11, "สิบ": 10, "หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4,
    "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9,
}  # fmt: skip
THAI_NUMBERS = {fold(word): number for word, number in _NUMBERS.items()}
"""Folded words for the numbers of villages; the longer ones first."""
_WORDS = "|".join(THAI_NUMBERS)
# A number after "ม." may also be a count, a school year, metres or a section of a law.
_COUNTED = r"(?![\d:.]\d|\d|\s*(?:คน|ราย|หลัง|วัน|บาท|ปี))"
_VILLAGE = re.compile(
    rf"(?<!มวล)(?:หมู่บ้านที่|(?:หมู่|(?<![เ-ไ])หม่|(?<![ก-๛])มู่)(?:\s*ที่)?|\b(?:moo|mu|village(?: no\.?)?))\s*\.?\s*"
    rf"(?P<number>\d{{1,2}}(?![\d:.]\d|\d)|{_WORDS})"
    rf"|(?:(?<![ก-๛a-z])(?:ม\.?|m\.)|(?<=[\d/])\s*ม\.)\s*(?P<bare>\d{{1,2}}{_COUNTED}|{_WORDS})"
)
_SCHOOL = re.compile(r"(?:เรียน|ชั้น|เด็ก|นักเรียน|จบ|มัธยม|ลูกอยู่|น้อง|มาตรา|สูง|ลึก|กว้าง|ยาว)(?:อยู่)?\s*$")
_MOST_VILLAGES = 30

_MARKERS = (
    "หน้าปากซอย", "ปากซอย", "ปากทาง", "ท้ายซอย", "กลางซอย", "ต้นซอย", "ในซอย", "ซอย", "ซ.",
    "หน้า", "ด้านหน้า", "ด้านหลัง", "หลัง", "ข้าง", "ข้างๆ", "ติดกับ", "ใกล้", "ใกล้ๆ",
    "แถว", "แถวๆ", "ตรงข้าม", "ตรง", "บริเวณ", "ริม", "เลียบ", "ระหว่าง", "หัวมุม",
    "เยื้อง", "ท้ายหมู่บ้าน", "ท้าย", "ก่อนถึง", "ทางเข้า", "ทางไป", "ในตลาด", "ในวัด", "ในโรงเรียน", "สามแยก", "สี่แยก", "แยก",
    "สะพานข้าม", "บ้านเลขที่", "เลขที่", "บนถนน", "ถนนสาย", "ที่วัด", "ที่โรงเรียน",
    "ที่ตลาด", "ที่ศาลา", "คุ้ม", "หม่อง", "แต๊ก", "in front of", "behind", "next to",
    "near", "opposite", "at the", "beside", "soi", "on the corner of", "by the", "close to",
)  # fmt: skip
# Of the words before them, "เลย" is mostly a particle and "บน" often no place.
_SPOTS = fold(
    "เซเว่น|วัด|โรงเรียน|โรงงาน|โรงสี|ตลาด|ปั๊ม|สะพาน|โค้ง|สี่แยก|สามแยก|ร้าน|อนามัย|ศาลา|รพ|ทางเท้า|ทางด่วน|ต้น|เสา|หมู่บ้าน"
)
_AT = re.compile(
    "(?:"
    + "|".join(sorted((re.escape(fold(one)) for one in _MARKERS), key=len, reverse=True))
    + rf"|(?:เลย|ถัดจาก|ใต้|บน)(?={_SPOTS})|\bกม\.?\s*(?=\d)|สะพาน(?=ปูน|ไม้|แขวน|บ้าน|คลอง|หนอง)"
    + r")(?![ะ-ฺ็-๎])"
)
_SPOT_BEGINS = re.compile(rf"{_AT.pattern}|บ้าน|{_SPOTS}|\\d")
_NUMBERED = ("ซอย", "ซ.", "soi", "กม", "กม.")
"""Markers that a number alone completes."""
# Words that begin like a place but are none.
_NO_PLACE = re.compile(
    "หน้า(?:ฝน|แล้ง|หนาว|ร้อน|ที่|ด้าน|บึ้ง|งอ|ตา|นี้)|หลัง(?:จาก|คา|ๆ|สวด|เที่ยง|ฝน|เลิก|ละ)|ตรง(?:ๆ|เวลา|กลาง|แบบ|นี้|นั้น|ไป|สถานที่|จุดเกิดเหตุ|ปุ่ม|ข้อความ|ประเภท|หัวข้อ)|ข้าง(?:ๆ)?(?:นอก|ใน|บ้าน(?:เปิด|เผา|เลี้ยง|ส่ง|ทำ|ปล่อย|ชอบ|สร้าง|เอา|มี|ทะเลาะ))|เลย(?:ค่ะ|ครับ|คะ|นะ|คับ|ที|จ้า|$|\\s)|แยกขยะ|แยกย้าย|ท้าย(?:สุด|ที่สุด)|แถว(?:นี้|ยาว|บ้าน)"
)
_STOP = re.compile(
    r"(?:\d+|สอง|สาม|สี่|ห้า)\s*(?:ดวง|ต้น|ตัว|วัน|คัน|อัน|จุด|หลุม|เดือน|อาทิตย์|ชั่วโมง|ครั้ง|ปี)|"
    "ดับ|พัง|ไม่|มี(?!น)|เป็น|ชำรุด|แตก|ตัน|ท่วม|ล้น|หาย|ขาด|เสีย|มา(?!บ|ลา|ก|ร)|มาก|ทุก|ตั้งแต่|แล้ว|ครับ|ค่ะ|คะ|คับ|(?<!เ)จ้า|นะ(?!า)|ช่วย|รบกวน|ขอ(?![งบน])|อยาก|ยัง|ถูก|โดน|เน่า|เหม็น|สกปรก|เยอะ|กัด|ไล่|วิ่ง|(?<!ลาน)(?<!โรง)จอด|ขวาง|กีดขวาง|ล้ม|หัก|เอียง|ทรุด|ยุบ|รั่ว|ไหล(?!่)|ขุ่น|มืด|กระพริบ|เห่า|เผา|เปิด|เสียง|ส่ง(?!เสริม|น้ำ)|ปล่อย|ทิ้ง|เกลื่อน|รก|ด่วน|ด้วย|หน่อย|ที่(?!ทำการ|ว่าการ|พัก|จอดรถ)|อันตราย|กลัว|เพราะ|ทำ(?!นบ|เล|การ|เนียบ)|จะ|แต่|ต่างหาก|และ|กับ|เด็ก(?!เล็ก)|คน|(?<!รอ)(?<!จอด)(?<!ท่า)(?<!คิว)รถ(?!เมล์|ไฟ)|หลังคา|ไฟ(?!แดง|เขียว|ฟ้า)|(?<!ส่ง)(?<!เก็บ)(?<!แม่)(?<!ท่า)(?<!สระ)(?<!อ่าง)(?<!ปั๊ม)น้ำ|ขยะ|หมา|ฝาท่อ|ท่อ(?!ม)|ถนน(?=พัง|ชำ|เป็น)|ฝาก|ให้|ว่า|(?<!เ)ก็|ตอน|กำลัง|เมื่อ|[,;!?\n()]|\\b(?:is|are|has|was|not|there|since|please|and|for|with|that)\\b"
)
# The writer's own house is a place that no officer can find: หน้าบ้านผม, ทางเข้าบ้าน, in front of my house.
_OWN_HOUSE = re.compile(
    fold(
        "(?:.{0,10}(?:หน้า|หลัง|ข้าง|ข้างๆ|ทางเข้า|ปากทาง|ใกล้|แถว|ตรง|ริม|in front of|behind|near|next to|beside))?\\s*"
        "(?:(?:ใน)?บ้าน(?:ของ)?(?:ผม|กระผม|ฉัน|ดิฉัน|หนู|เรา|กู|ตู|ข้อย|เฮา|ข้าเจ้า|พี่|ยาย|ตา|ลุง|ป้า|แม่|พ่อ|ตัวเอง)?"
        "(?:เอง|เนี่ย|นี่|นี้|เลย|อะ|อ่ะ|เนาะ)*|(?:my|our) (?:house|home|place))"
    )
)
_TWICE = re.compile(r"(.{3,}?)(?:\s+\1)+$")
# What surrounds a place and names none: "it is at ... please".
_BEFORE = re.compile(
    r"(?:[\s,.!]|คือ|จุดเกิดเหตุ|เกิด(?:ขึ้น)?(?=ที่|ตรง)|มัน(?=อยู่)|อยู่(?=$|[\s,]|ที่|ตรง|แถว|หน้า|หลัง|ข้าง|บ้าน|ใกล้|ริม|ซ|ใน)"
    r"|ที่(?!ทำการ|ว่าการ|ดิน|พัก|จอด|นา|สวน)|(?:it is|it's) )+"
)
_AFTER = re.compile(
    r"(?:[\s,.!]|ค่ะ|คะ|ครับ|คับ|ฮับ|จ้า|จ้ะ|จ๊ะ|จ่ะ|นะ|น่ะ|เลย|เด้อ|เด้|เน้อ|เจ้า|อะ|อ่ะ|ล่ะ|นี่แหละ|แหละ|ขอบคุณ|please)+$"
)
_BETWEEN = re.compile(r"\s*(?:อยู่|ที่|ของ|ใน)\s*$")
_TELEPHONE = re.compile(r"\d(?:[ -]?\d){5}")
_HOUSE_NUMBER = re.compile(r"\d{1,4}(?:/\d{1,4})?")
_ADDRESSED = re.compile(
    r"(?:\s|ลูก|หนู|แม่|พ่อ|ลุง|ป้า|ยาย|ตา|น้อง|พี่|หัวหน้า|แอดมิน|บ้าน|เป็น|คือ|ต้อง|เอา|แก้|ขอ|น่าจะ|อ๋อ|อ้าว|อ่าว|เอ้ย|ที่ถูก|ทั้ง|ใน|แถว)*"
)
# Whoever tells their name and address names no spot; "หมู่ 3" beside it is where they live.
_NAME = re.compile(
    r"(?:ผม|กระผม|ฉัน|ดิฉัน|หนู|เรา)?\s*(?:ชื่อ|นามสกุล|นาย(?!ก)|นาง|น\.ส\.|my name|name is|i am )"
)
_LONGEST = 48
_LONGEST_ALONE = 40
"""Letters of the longest spot in a text that is nothing but a place."""
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class SaidPlace:
    """`village`: the number in the message, whether or not the office has such a village; `words`: a spot."""

    village: int | None
    words: str | None

    def as_json(self) -> dict[str, object]:
        """`{"village": 3, "words": "หน้าวัดใหม่"}`; one of them may be null."""
        return {"village": self.village, "words": self.words}


def said_place(folded: str) -> SaidPlace | None:
    """The place named in a folded text, or None. A text with several villages gives no village."""
    villages = _villages(folded)
    words = _words(folded)
    if not villages and words is None:
        return None
    return SaidPlace(villages.pop() if len(villages) == 1 else None, words)


def place_alone(folded: str) -> SaidPlace | None:
    """The place of a folded text that consists only of a village, or of one and the name of a spot; else None.

    The spot needs no preposition: ตลาดนัดวันพุธ หมู่ 3. The writer's own house is no spot.
    """
    if len(_villages(folded)) != 1:
        return None
    village = _villages(folded).pop()
    words = spot_alone(folded)
    if not words:
        return SaidPlace(village, None)
    if _TELEPHONE.search(words):
        return None
    has_letters = any(map(str.isalpha, words)) or _HOUSE_NUMBER.fullmatch(words)
    is_spot = _SHORTEST <= len(words) <= _LONGEST_ALONE and has_letters
    if not is_spot or _STOP.search(words) or _NAME.match(words) or _OWN_HOUSE.fullmatch(words):
        return None
    return SaidPlace(village, words)


def names_only_a_place(folded: str) -> bool:
    """Whether a folded text consists of a village, a spot, or both. A spot begins like one: หน้าวัด, บ้านยายมี."""
    villages = _villages(folded)
    words = spot_alone(folded)
    if not words:
        return len(villages) == 1
    if len(words) > _LONGEST_ALONE or len(villages) > 1 or not _SPOT_BEGINS.match(words):
        return False
    # At the end of a spot "มี" is a name, as in บ้านยายมี.
    return _STOP.search(words.removesuffix("มี")) is None


def spot_alone(folded: str) -> str:
    """A folded text without its villages, and without what is said around a place; empty if nothing is left."""
    match = _VILLAGE.search(folded)
    if match is None:
        return _trimmed(folded)
    before, after = folded[: match.start()], folded[match.end() :]
    words = " ".join(filter(None, (_trimmed(_BETWEEN.sub("", before)), spot_alone(after))))
    return "" if _ADDRESSED.fullmatch(words) else words


def gives_name(folded: str) -> bool:
    """Whether a folded text begins with the name of its writer: ชื่อสมใจ บ้าน 12 หมู่ 3."""
    return _NAME.match(folded) is not None


def names_only_a_person(folded: str) -> bool:
    """Whether a folded text is the name of its writer and tells nothing that happened to them."""
    return gives_name(folded) and _STOP.search(folded) is None


def _trimmed(words: str) -> str:
    before = _BEFORE.match(words)
    words = words[before.end() :] if before else words
    return _AFTER.sub("", words).strip()


def _villages(folded: str) -> set[int]:
    found = set()
    for match in _VILLAGE.finditer(folded):
        digits = match["number"] or match["bare"]
        number = THAI_NUMBERS.get(digits) or int(digits)
        is_school = match["bare"] and _SCHOOL.search(folded[: match.start()])
        if not is_school and (match["number"] or number <= _MOST_VILLAGES):
            found.add(number)
    return found


def _words(folded: str) -> str | None:
    for match in _AT.finditer(folded):
        if _NO_PLACE.match(folded, match.start()):
            continue
        stop = _STOP.search(folded, match.end())
        village = _VILLAGE.search(folded, match.end())
        ends = [one.start() for one in (stop, village) if one is not None]
        end = min([match.start() + _LONGEST, len(folded), *ends])
        words = folded[match.start() : end].strip()
        is_numbered = match[0].strip() in _NUMBERED and words[-1:].isdigit()
        if is_numbered or len(words) - len(match[0]) >= _SHORTEST - 1:
            words = _AFTER.sub("", _TWICE.sub(r"\1", words))
            if not _OWN_HOUSE.fullmatch(words):
                return words
    return None
