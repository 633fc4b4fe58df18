"""Recognise an afterthought to something told before: "I forgot to say", "he came in a white car"."""

import re

from domain.text.thai_text import fold

_MORE = re.compile(
    r"^(?:อ้อ|อ๋อ|เอ้อ|เออ|โอ๊ะ|อุ๊ย|แล้ว|[\s,.])*(?:ลืม(?:บอก|เล่า|แจ้ง|ไป)|(?:ขอ|จะ|อยาก)?(?:บอก|เล่า|แจ้ง|ให้ข้อมูล)?เพิ่ม(?:เติม|อีก)"
    r"|อีก(?:อย่าง|นิด|เรื่องคือ)|(?:แล้ว)?ก็(?:ยัง)?|นึกได้|นึกออก|ที่(?:บอก|เล่า|แจ้ง|ร้องเรียน)(?:ไป|ไว้)|เรื่อง(?:เมื่อกี้|เมื่อวาน|ที่ร้องเรียน|นั้น|เดิม)"
    r"|i forgot|one more thing|also)"
)
_SOMEBODY = re.compile(
    r"(?<!ภู)(?<!บน)(?<!เชิง)(?<!ตีน)(?<!ริม)(?:เขา|เค้า)|(?<!น้ำ)(?<!ไข)(?<!หัว)มัน(?!แกว|สำปะหลัง|เทศ|ฝรั่ง)"
    r"|(?<![ก-ฮ]แ)แก(?=$|\s|ใส่|มา|ไป|บอก|พูด|เอา|ขอ|เรียก|โทร|ยัง|ก็|ขู่|ด่า|ใช้|ไม่|จะ|ชื่อ|เป็น|ทำ)"
    r"|พวก(?:นั้น|นี้)|เพิ่น|เปิ้น|คน(?:นั้น|นี้|เดิม|ที่)|\b(?:he|she|they|him|her)\b"
)
_DETAIL = re.compile(
    "ทะเบียน|บัญชี|โอนเงิน|สลิป|คลิป|อัดเสียง|ใส่เสื้อ|ใส่หมวก|ใส่แว่น|ชื่อเล่น|รถ(?:กระบะ|เก๋ง|มอไซ|สี)|number plate"
)
"""What describes somebody, or proves what they did."""


def adds_more(text: str) -> bool:
    """Whether a text begins like an addition to something told before."""
    return _MORE.match(fold(text)) is not None


def tells_of_somebody(text: str) -> bool:
    """Whether a text speaks of somebody as of a person told of before."""
    return _SOMEBODY.search(fold(text)) is not None


def describes(text: str) -> bool:
    """Whether a text names what describes somebody, or proves what they did: a car, a shirt, an account."""
    return _DETAIL.search(fold(text)) is not None
