"""Recognise what people say about their case after it was filed: more of it, no need any more, a wrong place."""

from __future__ import annotations

import re

from domain.language.places import said_place
from domain.text.thai_text import fold

_LONGEST = 120
_LONGEST_PLACE = 80
_MANNERS = r"(?:ค่ะ|คะ|ครับ|คับ|จ้า|จ้ะ|นะ|เลย|เด้อ|ละ|ล่ะ|แล้ว|please|[\s,.!ๆ])*"
# It grew worse, somebody saw it, or what was told is meant: "there", "it has been since".
_MORE = re.compile(
    r"กว่า(?:เดิม|เก่า|เมื่อ|วันแรก|ครั้งก่อน|วันก่อน|ก่อน|ที่แจ้ง|แต่ก่อน|วาน)|(?:หนัก|แย่|ใหญ่|ลึก|เยอะ|เพิ่ม|มาก|แรง|กว้าง|สูง|ดัง|เหม็น)(?:ขึ้น|ลง)|ยิ่ง"
    r"|(?:เพิ่ม)?อีก(?:ต้น|ดวง|คัน|คน|หลัง|ราย|หลุม|เส้น|สอง|สาม|หนึ่ง|\s?\d)|เพิ่มอีก|อีก(?:ตั้ง|หลาย)"
    r"|เห็น(?:กับตา|เหตุการณ์|ด้วย|ตอน|มาเหมือนกัน)|เป็นพยาน|มีพยาน|(?:มี|เพื่อนบ้าน|ข้างบ้าน|ป้า|ลุง|น้า|ยาย|ตา).{0,14}(?:ก็)?(?:เห็น|ถ่าย(?:รูป|ภาพ|คลิป|ไว้))"
    r"|(?:ตรง|ที่|จุด|แถว)(?:นั้น|นั่น|เดิม|ที่แจ้ง|ที่บอก)|(?:เป็น|ดับ|ตัน|พัง|ท่วม|รั่ว|เหม็น|ไม่ไหล)?(?:มา)?(?:ตั้งแต่|ได้)\s?(?:เดือน|อาทิตย์|สัปดาห์|วัน|ปี|เมื่อ|หลาย|สอง|สาม|\d)"
    r"|(?:เพิ่ง|พึ่ง)(?:เห็น|รู้|สังเกต)|ลามไป|เดือดร้อนกัน|คลิป|(?:รูป|ภาพ)(?:อยู่|มี)|คนแถวนี้|สะดุด|ล้มไปแล้ว"
    r"|\b(?:worse|also saw|witness|one more)\b"
)
_ADDS = re.compile(
    r"ลืม(?:บอก|แจ้ง|เล่า)|ขอ(?:เสริม|เพิ่มเติม)|บอกเพิ่ม|เพิ่มเติม(?:ว่า|คือ)|forgot to (?:say|mention)"
)
_TOLD_BEFORE = re.compile(
    r"(?:เคย|ที่|วันก่อน|เดือนก่อน|อาทิตย์ก่อน|ปีก่อน|ก่อนหน้า).{0,14}(?:แจ้ง|บอก|ร้องเรียน)|(?:แจ้ง|บอก|ร้องเรียน).{0,16}(?:ไป|ไว้)(?:แล้ว)?|ตามเรื่อง|ทวงเรื่อง"
    r"|(?:already|i) (?:reported|told)"
)
_HOW_FAR = re.compile(
    r"ถึงไหน|เป็น(?:ยัง|อย่าง)?ไง|ยังไง(?:บ้าง|มั่ง)|อย่างไรบ้าง|ว่าไง|ว่ายังไง|(?:หรือ|รึ)?ยัง(?:คะ|ค่ะ|ครับ|นะ|อะ)?$"
    r"|เงียบ|ตามเรื่อง|ทวงเรื่อง|คืบหน้า|เมื่อไ|any news|what happened"
)
_WITHDRAWS = re.compile(
    r"(?:ขอ|อยาก|จะ|ต้องการ)?ถอน(?:เรื่อง|คำร้อง|แจ้ง|ที่แจ้ง|เคส|นะ|เลย|ค่ะ|ครับ|จ้า|ก่อน|ให้|ได้|ออก|ดีกว่า|\s|$)"
    r"|ยกเลิก(?:เรื่อง|ที่แจ้ง|คำร้อง|การแจ้ง|เคส|อันที่แจ้ง)|ปิด(?:เรื่อง|เคส|งาน)(?:ได้|ไป|เลย|ให้)|เลิกเรื่อง"
    r"|(?:withdraw|cancel) (?:it|my|the)"
)
_OTHER_PULLING = re.compile(
    r"ถอน(?:ต้น|หญ้า|เงิน|ฟัน|เสา|ราก|ขน|ตัว)|ไม่ถอน|อย่าถอน|(?:ให้|บังคับ|ขู่).{0,6}ถอน"
)
_NO_NEED = re.compile(
    r"(?:ไม่|บ่)(?:ต้อง|จำเป็นต้อง)(?:ส่ง(?:คน|ช่าง)?|ให้(?:ช่าง|คน)?)?(?:มา|ไป|ซ่อม|ดู|แก้|ทำ|ดำเนิน|ตัด|เก็บ|ลอก|แล้ว|ส่ง)"
    r"|ไม่รบกวนแล้ว|ไม่เป็นไรแล้ว|ไม่ติดใจ|(?:no need|don't need) to come"
)
_TELLS_THEM = re.compile(
    rf"{_MANNERS}(?:ฝาก|ช่วย)?บอก(?:ช่าง|เจ้าหน้าที่|เขา|พี่เขา|ทีมงาน)?(?:ด้วย)?(?:ว่า)?(?:ไม่|บ่)ต้อง(?:มา|ซ่อม|ดู|ทำ|แล้ว)(?:มา|ดู|ซ่อม|ให้|ก็ได้)*{_MANNERS}"
)
_WRONG = (
    r"(?:หมู่(?:บ้าน)?|ที่อยู่|ที่|สถานที่|จุด(?:ที่แจ้ง|เกิดเหตุ)?|ตำแหน่ง|พิกัด|ซอย)?\s*"
    r"(?:แจ้ง|บอก|พิมพ์|เขียน|ใส่|ส่ง|ปัก)?(?:ที่|หมู่|สถานที่|จุด)?ผิด(?:ไป|ที่|หมู่)?"
)
_CORRECTS = re.compile(
    rf"{_WRONG}|ไม่ใช่|บ่แม่น|(?:แก้|เปลี่ยน)(?:ไข)?(?:ที่|สถานที่|จุด|ตำแหน่ง|หมู่|เป็น)|ที่ถูก|ที่จริง|จริงๆ|ความจริง|ต้องเป็น"
    r"|\b(?:wrong|not (?:at )?(?:village|moo)|correct(?:ion)?)\b"
)
_VILLAGES_ONLY = re.compile(
    rf"(?:{_WRONG}|ลืมบอก|โทษที|ขอโทษ|เอ้ย|อ้าว|อ่าว|ไม่ใช่|บ่แม่น|แก้(?:ไข)?|เปลี่ยน|ขอ|เป็น|คือ|อยู่|ต้อง|ที่ถูก|ที่จริง|จริงๆ|แต่"
    r"|sorry|not|it is|wrong"
    r"|หมู่(?:บ้าน)?(?:ที่)?|ม\.|\b(?:moo|village)\b|\d+|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|เอ็ด|ค่ะ|คะ|ครับ|คับ|จ้า|จ้ะ|นะ|เลย|[\s,.!ๆ])+"
)


def tells_more(text: str) -> bool:
    """Whether the words of a text refer to what was told before: worse, a witness, "there", "I forgot to say"."""
    folded = fold(text)
    return (
        len(folded) <= _LONGEST * 2 and (_MORE.search(folded) or _ADDS.search(folded)) is not None
    )


def says_it_adds(text: str) -> bool:
    """Whether a text says in so many words that it belongs to what was told: "I forgot to say"."""
    return _ADDS.search(fold(text)) is not None


def asks_after_report(text: str) -> bool:
    """Whether a text asks how far something is that was reported before."""
    folded = fold(text)
    is_told = len(folded) <= _LONGEST and _TOLD_BEFORE.search(folded) is not None
    return is_told and _HOW_FAR.search(folded) is not None


def asks_to_withdraw(text: str) -> bool:
    """Whether a text withdraws a case in so many words."""
    folded = fold(text)
    if len(folded) > _LONGEST or _OTHER_PULLING.search(folded):
        return False
    return _WITHDRAWS.search(folded) is not None


def says_no_need(text: str) -> bool:
    """Whether a text says that nobody need come any more."""
    folded = fold(text)
    return len(folded) <= _LONGEST and _NO_NEED.search(folded) is not None


def tells_them_not_to_come(text: str) -> bool:
    """Whether a text asks only to tell somebody of the office that they need not come."""
    return _TELLS_THEM.fullmatch(fold(text)) is not None


def corrects_place(text: str) -> bool:
    """Whether a text gives another place instead of the one told before."""
    folded = fold(text)
    is_correction = len(folded) <= _LONGEST_PLACE and _CORRECTS.search(folded) is not None
    return is_correction and said_place(folded) is not None


def is_only_correction(text: str) -> bool:
    """Whether a text consists of nothing but the right village and the wrong one, so that it accuses nobody."""
    return corrects_place(text) and _VILLAGES_ONLY.fullmatch(fold(text)) is not None
