"""Recognise a yes that is no more than manners, in any dialect: "ครับ", "ค่า", "เออ", "ชั่ย", "ส่งต๊ะหลาน"."""

from __future__ import annotations

import re

from domain.text.thai_text import fold

_LONGEST = 30
_PARTICLE = (
    r"(?:ครับผม|คับผม|ครับ|คับ|คร้าบ|ค้าบ|ครัช|ค่ะ|คะ|ค่า|ค้า|จ้ะ|จ้า|จ๊ะ|จ๋า|จร้า|ฮะ|ฮับ|ฮ่ะ|งับ|ขอรับ|เจ้า|เด้อ|เน้อ|นะ|น่ะ|หน่า"
    r"|สิ|ซิ|ดิ|อะ|อ่ะ|แหละ|ละ|ล่ะ|มั้ง|เลย|ที|หน่อย|ด้วย)"
)
_YES = (
    r"(?:ใช่|ช่าย|ชั่ย|ใช้|แม่น|ถูก(?:ต้อง)?|เออ|เอ้อ|เอ่อ|เอ้า|อือ|อืม|อื้ม|อื้อ"
    r"|โอเค|เค|ตกลง|ตามนั้น|จัดไป|ได้|yes|ok|yep)"
)
_SENT = r"(?:ไป|ได้|มา|ให้|โลด|เถอะ|เหอะ|เต๊อะ|ต๊ะ|เตอะ|เร็ว|เรื่อง|เข้าไป|เลย|ดีกว่า|ดิ|สิ|ซิ|ที)"
_SEND = rf"(?:(?:ช่วย|ก็)?(?:ส่ง|แจ้ง|เอา){_SENT}+|(?:ช่วย)?ส่ง)"
_TO = r"(?:หลาน|ลูก|หนู|น้อง|พี่|แม่|พ่อ|ยาย|ตา|ป้า|ลุง|คุณ|แอด(?:มิน)?)"
_PLAIN = re.compile(rf"(?:{_PARTICLE}|{_YES}|{_SEND}|{_TO})+")
_SAYS_YES = re.compile(rf"{_YES}|{_SEND}|^{_PARTICLE}")
_SPACES = re.compile(r"[\s.,!ๆ~]+")


def is_plain_yes(text: str) -> bool:
    """Whether a text consists of nothing but an agreement, or of the particles with which one agrees."""
    plain = _SPACES.sub("", fold(text))
    if not plain or len(plain) > _LONGEST or _PLAIN.fullmatch(plain) is None:
        return False
    return _SAYS_YES.search(plain) is not None
