"""Whether the reason of a withdrawal may tell of harm by, or fear of, somebody of the office.

Its officers read the reason. Therefore a fear, a harm, or a person who is not said to have mended it is asked
about; what the reporter fears otherwise, such as a dog, and who helped them are none. Of the rest only a reason
that is known to be harmless is passed on.
"""

from __future__ import annotations

import re

from domain.text.thai_text import fold, squeeze

_FEAR = (
    r"กลัว|ย้าน|ไม่กล้า|บ่กล้า|ไม่สบายใจ|ไม่ไว้ใจ|ไม่อยากยุ่ง|ไม่อยากเจอ|ไม่อยากเห็นหน้า|ระแวง|หวาด|ผวา|อึดอัด|เดือดร้อนทีหลัง|เพ่งเล็ง|หมายหัว"
    r"|มีเรื่อง|มีปัญหา|เอาเรื่อง|เอาคืน|กดดัน|บังคับ|ขู่|ข่ม|คุกคาม|แกล้ง|ตามมา|ดัก|จ้อง|มองหน้า|แอบดู|แอบถ่าย|ลวนลาม|ลามก|แตะ|จับ(?!ได้แล้ว|ไปแล้ว|หมา|งู|แมว)"
    r"|\b(?:afraid|scared|scares|fear|threat|threatened|threatens|followed|follows|harass|touched|uncomfortable|unsafe|pressure)"
)
_HARM = (
    r"ด่า|ตะคอก|ตวาด|หยาบ|พูดไม่ดี|พูดจาไม่|ปากร้าย|ดูถูก|เหยียด|ไล่|ตบ|ตี(?!น|ห้า|สอง|สาม|สี่|หนึ่ง)|ต่อย|ผลัก|ทำร้าย|เมา|ของหาย|หายทุก|ขโมย|เรียกเงิน|เก็บเงิน"
    r"|ขอเงิน|ขอค่า|จ่าย|ใต้โต๊ะ|ใส่ซอง|ซอง|สินบน|แพง|มาทวง|ไม่พอใจ|โมโห|รู้แล้วว่า|รู้ว่า(?:เรา|ผม|หนู|ฉัน|ใคร)|โทรมา|บอกให้ถอน|ให้ถอน|สั่งให้|ไม่ให้แจ้ง|ห้ามแจ้ง"
    r"|\b(?:rude|shouted|yelled|drunk|stole|stolen|money|pay|paid|bribe|insult|told me to)"
)
_PERSON = (
    r"คน(?:นั้น|เดิม|นี้|ใน|ของ|ที่มา|เก่า|พวก)|ช่าง|เจ้าหน้าที่|จนท|พนักงาน|หัวหน้า|ปลัด|นายก|ผู้ใหญ่|ผู้ช่วย|กำนัน|ส\.?อบต|สมาชิก|อบต|เพิ่น|เปิ้น|พวก(?:เขา|มัน|นั้น)"
    r"|\b(?:man|guy|officer|technician|staff|worker|he|him|they)\b"
)
_DONE = (
    r"(?:ซ่อม|แก้|ทำ|เก็บ|ตัด|ลอก|เปลี่ยน|จัดการ|ช่วย|ดู|มา|ล้าง|เอา|ขน|ติด|ต่อ)[^ .,]{0,14}?แล้ว"
    r"|เรียบร้อย|เสร็จแล้ว|ดีแล้ว|หายแล้ว|ติดแล้ว|ไหลแล้ว|ใช้ได้|\b(?:fixed|repaired|done|solved|came and)\b"
)
_NO_NEED = re.compile(
    r"(?:ไม่|บ่)ต้อง(?:ส่ง|ให้|คน|ช่าง|เจ้าหน้าที่)*(?:มา|ไป|ซ่อม|ดู|แก้|ทำ|เก็บ|ตัด|ลอก)+(?:ให้)?(?:อีก)?(?:แล้ว)?"
)
_AIDED = (
    r"(?:กลัว|ย้าน)(?:ว่า)?(?:จะ)?(?:หมา|งู|แมว|น้ำ|ฝน|ไฟ|รถ|ไม่ทัน|เสียเวลา|เปลือง|รบกวน|ลำบาก|เด็ก|ลูก|ตก|ล้ม|ซ้ำ|วุ่นวาย)\S{0,10}"
    r"|จ่าย(?:ค่าซ่อม|เอง|ค่าช่างเอง)|เก็บเงินซ่อม|(?:เจ้าของ|เพื่อนบ้าน|ข้างบ้าน|ลูก|หลาน|สามี|ญาติ)(?:เขา|แก)?(?:เอา|มา|ช่วย|จ่าย|จ้าง|ซ่อม|จับ)\S{0,14}"
    r"|จ้าง(?:ช่าง|คน)(?:มา|ข้างนอก|เอง)?\S{0,10}|ช่างข้างนอก|ฝากบอก(?:ช่าง|เจ้าหน้าที่|เขา)|บอก(?:ช่าง|เจ้าหน้าที่|เขา)(?:ด้วย)?(?:ว่า)?(?=ไม่ต้อง)"
    r"|ขอบคุณ(?:ช่าง|เจ้าหน้าที่|พี่ๆ|อบต|ท่าน|พนักงาน|ทีมงาน|ทุกคน|พี่ช่าง)*|เกรงใจ(?:ช่าง|เจ้าหน้าที่)*|รบกวน(?:ช่าง|เจ้าหน้าที่)*"
)
_COMMON = re.compile(
    rf"{_DONE}|(?:แจ้ง|ส่ง|พิมพ์|กด|บอก)(?:ที่|หมู่|เรื่อง)?(?:ผิด|ซ้ำ)|เข้าใจผิด|ซ้ำกัน|ย้ายบ้าน|(?:ไป|ตาย|ลด|หยุด|หาย|แห้ง|เงียบ|ปิด|กลับ|ได้)(?:หมด)?แล้ว"
    r"|ไม่(?:ได้)?เสีย|คุย(?:กับ|กัน)|ตกลงกัน|ขอบคุณ|ขอบใจ|เกรงใจ|รบกวน|ไว้ก่อน|ยังไม่พร้อม|เปลี่ยนใจ|เอง"
    r"|\b(?:mistake|duplicate|wrong|already|no longer|thank)"
)
_WITHDRAWS = re.compile(
    r"(?:ขอ|จะ|อยาก|ต้องการ|ช่วย)*(?:ถอน|ยกเลิก|ปิด|เลิก|ยุติ)(?:เรื่อง|คำร้อง|เคส|งาน|แจ้ง|ที่แจ้ง|การแจ้ง)*(?:ไว้|นี้|ได้|ไป|เลย|ออก)*"
    r"|(?:ไม่|บ่)ต้อง(?:ส่ง|ให้|คน|มา|ซ่อม|ดู|แก้|ทำ|ตัด|เก็บ|ลอก|แล้ว|อีก)*|(?:ฝาก|ช่วย)?บอก(?:ช่าง|เจ้าหน้าที่|เขา)(?:ด้วย)?(?:ว่า)?"
    r"|(?:please |i )?(?:want to )?(?:withdraw|cancel)(?: it| my case| my report| the case)?|no need to come"
    r"|ค่ะ|คะ|ครับ|คับ|จ้า|จ้ะ|นะ|เด้อ|เถอะ|เลย|แล้ว|ก่อน|หน่อย|ด้วย|ดีกว่า|ที่|ไว้|please|[\s.,!ๆ]"
)
_KEEPS = re.compile(
    "(?:ไม่|บ่|อย่า|ยังไม่)(?:ได้|ต้อง|ขอ|อยาก|เอา|เพิ่ง|จะ)*(?:ถอน|ยกเลิก)|(?:ให้|ขอให้)?(?:ทำ|ดำเนินการ|ซ่อม)ต่อ"
    "|(?:don't|do not|not) (?:want to )?(?:withdraw|cancel)|keep it"
)
_NOTHING = 6
"""Characters that are left of a withdrawal without a reason, such as the number of the village."""
_ALARMS = re.compile(f"{_FEAR}|{_HARM}")
_SOMEBODY = re.compile(_PERSON)
_MENDED = re.compile(_DONE)
_HARMLESS = re.compile(_AIDED)


def keeps_it(text: str) -> bool:
    """Whether a text typed at the question of a withdrawal says that the case is not to be withdrawn."""
    return bool(_KEEPS.search(text))


def is_harmless(text: str) -> bool:
    """Whether a withdrawal gives a common reason, such as that it is mended or was a mistake, or none at all."""
    folded = squeeze(fold(text))
    if may_tell_of_staff(text):
        return False
    return (
        _COMMON.search(_NO_NEED.sub("", folded)) is not None
        or len(_WITHDRAWS.sub("", folded)) <= _NOTHING
    )


def may_tell_of_staff(text: str) -> bool:
    """Whether a reason may tell of harm by, or fear of, somebody of the office."""
    rest = _NO_NEED.sub(" ", _HARMLESS.sub(" ", squeeze(fold(text))))
    if _ALARMS.search(rest):
        return True
    return _SOMEBODY.search(rest) is not None and _MENDED.search(rest) is None
