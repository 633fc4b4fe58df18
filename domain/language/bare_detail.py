"""Recognise a text that accuses nobody: a corrected number, a place at a house, a wish, or "who reads it"."""

import re

_PARTICLE = r"ค่ะ|คะ|ครับ|คับ|จ้า|จ้ะ|จ๊ะ|นะ|เลย|แหละ|เด้อ|อะ|น่ะ|สิ|ซิ|[\s,.!?-]"
_COUNTED = "ดวง|ต้น|หลัง|ตัว|อัน|คน|จุด|ที่|บ้าน|เสา|คัน|ถุง|ใบ|เมตร|วัน|ครั้ง"
_AMOUNT = (
    r"(?:หมู่(?:ที่)?|ม\.?|บ้านเลขที่|เลขที่|ซอย|เสา(?:ที่|ต้นที่)?)?\s*"
    rf"(?:[\d/]+|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ)\s*(?:{_COUNTED})?"
)
_CORRECTS = "เอ้ย|เอ๊ย|อ้าว|อุ๊ย|ลืมบอก|ขอโทษ|โทษที|พิมพ์ผิด|ไม่ใช่|บ่แม่น|บ่ใช่|ผิด|เป็น|ต้อง|แก้"
_CORRECTED = re.compile(rf"(?=.*(?:{_AMOUNT}))(?:{_CORRECTS}|{_PARTICLE}|{_AMOUNT})+")
"""Numbers, one of which may correct the other: "no, not two, three"."""
_BESIDE = "ตรงข้าม|ตรง|หน้า|หลัง|ข้าง|ใกล้|แถว|เยื้อง|ท้าย|ติด|ถัดจาก|เลย|ปากทาง|ปากซอย|ซอย|ทางเข้า|ที่"
_OFFICIAL = r"(?:รอง)?(?:นายก|ปลัด|กำนัน|ผู้ใหญ่(?:บ้าน)?|ผู้ช่วย|ผอ\.?|ส\.?อบต\.?|ครู|ช่าง|หัวหน้า)"
_AT_A_HOUSE = re.compile(
    rf"(?:ไม่มีรูป|มี|อยู่|แค่|ก็|{_PARTICLE})*(?:(?:{_BESIDE})ๆ?\s*(?:กับ)?)+บ้าน(?:ท่าน|ของ)?{_OFFICIAL}"
    rf"(?:\s*(?:หมู่(?:ที่)?|ม\.?)\s*\d+)?(?:{_PARTICLE})*"
)
"""A place: "in front of the mayor's house"."""
_PLEASE = re.compile(
    rf"(?:ฝาก|รบกวน|ขอ|วาน|ช่วย|เรียน|ให้|พี่|น้อง|ท่าน|คุณ)+{_OFFICIAL}(?:(?:กอง)?ช่าง|ไฟ|ประปา)?"
    rf"(?:ช่วย|ฝาก|รบกวน|มา|ไป)+(?:ดูแล|ดู|แก้|ซ่อม|จัดการ|ทำ)(?:ให้)?(?:หน่อย|ที|ด้วย|{_PARTICLE})*"
)
"""A wish: "would the head please look at it"."""

_WHO_READS = re.compile(
    rf"(?:ขอ|อยาก|ดู|รู้|ทราบ|ถาม|ก่อน|ว่า|แล้ว|{_PARTICLE})*ใคร(?:จะ|เป็นคน|ได้|บ้าง)*(?:อ่าน|เห็น|ดู)"
    rf"(?:ข้อความ|เรื่อง|ชื่อ|อัน|นี้|ของ|ฉัน|ผม|หนู|เรา|ได้|บ้าง|ไหม|มั้ย|{_PARTICLE})*"
)
"""The question who reads it."""


def is_only_a_detail(squeezed: str) -> bool:
    """Whether a squeezed text is only such a number, place, wish or question."""
    return any(one.fullmatch(squeezed) for one in (_CORRECTED, _AT_A_HOUSE, _PLEASE, _WHO_READS))
