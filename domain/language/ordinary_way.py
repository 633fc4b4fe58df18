"""Recognise what is chosen where it is asked whether a matter is about staff: the ordinary way, or secrecy.

The ordinary way may show the text to the accused. Therefore only a whole text that chooses it and says nothing
else does so: no question, no negation and no remark that merely holds one of its words.
"""

from __future__ import annotations

import re

from domain.text.thai_text import fold

LONGEST = 45
"""Characters of the longest text that only says which way to send it."""
_BESIDE = 12
"""Characters that a wish has besides its words, such as "please" and "may I"."""
_POLITE = (
    r"ผม|ให้|ค่ะ|คะ|ค่า|ครับ|คับ|จ้า|จ้ะ|จ๊ะ|เจ้า|นะ|น้า|เด้อ|เน้อ|อะ|อ่ะ|น่ะ|ละ|ล่ะ|ลูก|หนู|สิ|ซิ|please|pls|thanks"
)
_ENDS = rf"(?:{_POLITE}|ก็ได้|ก็พอ|พอ|เลย|ไปเลย|ไป|(?:นั่น|นี่)?แหละ|ดีกว่า|แล้วกัน|ละกัน|เฉยๆ?|หรอก|เหมือนกัน|ด้วย|หน่อย|มา)*"
_WISHES = r"(?:งั้น|เออ|โอเค|อืม|ok|okay|ก็|เอา|ขอ|เลือก|กด|ตอบ|ใช้|จะ|อยาก|ให้|เอ่อ)*"
_STAFF = (
    r"(?:การกระทำของ|ความประพฤติ)?"
    r"(?:เจ้าหน้าที่|จนท|ข้าราชการ|พนักงาน|คนใน|คนที่ทำงาน|คนของ|คน|ช่าง|ใคร|อบต|ตัวบุคคล|บุคคล)+"
    r"(?:ใน|ที่|ของ)?(?:อบต|ไหน|ใด|เลย)?"
)
_BLAMES = "ว่า|ร้องเรียน|ฟ้อง|กล่าวหา|ต่อว่า|ด่า|ตำหนิ|หมายถึง"
_WAYS = (
    # The kind of matter, with a word that says that it is one: "as an ordinary matter", "send it the normal way".
    rf"{_WISHES}(?:ส่ง|แจ้ง|เป็น|แค่|แบบ|ทาง|เรื่อง|อัน|ไป|มัน)*(?:ทั่วไป|ธรรมดา)(?:ทั่วไป|ธรรมดา)?{_ENDS}",
    rf"{_WISHES}(?:ส่ง|แจ้ง)?(?:ไป)?(?:แบบ|ทาง|(?<=ส่ง)|(?<=แจ้ง)|(?<=เอา)เรื่อง)ปกติ{_ENDS}",
    # It is about nobody of the office.
    rf"{_WISHES}(?:มัน|เรื่อง|นี้|คือ|เปล่า)*ไม่(?:ได้)?เกี่ยว(?:อะไร)?(?:กับ)?(?:{_STAFF})?{_ENDS}",
    rf"(?:มัน|เรื่องนี้|คือ|เปล่า)*ไม่ใช่เรื่อง(?:ร้องเรียน)?(?:ของ)?(?:{_STAFF}){_ENDS}",
    rf"(?:ผม|หนู|ฉัน|เรา|ป้า|ลุง|ยาย|ตา|คือ|เปล่า|ก็)*ไม่ได้(?:จะ|ตั้งใจ)?(?:{_BLAMES})(?:{_STAFF}){_ENDS}",
    # They may see it.
    rf"(?:ก็)?ให้(?:{_STAFF}|เขา|กอง\S{{0,8}}?)(?:เห็น|รู้|ดู|อ่าน)(?:ก็)?ได้{_ENDS}",
    r"(?:it is |it's |its |as |send it |just |only |the |an )*ordinary(?: (?:matter|one|way))?(?: please| pls)?",
    r"(?:no )?(?:it is |it's |its |this is )?not about (?:the )?(?:staff|anyone|anybody|any officer)",
)
_ONLY = re.compile("|".join(f"(?:{one})" for one in _WAYS))
_NTH = re.compile(
    rf"{_WISHES}(?:ส่ง|แจ้ง|เป็น)?(?:แบบ|ทาง|อัน|วิธี|ข้อ)(?:ที่)?(?:แรก|หนึ่ง|1|(?P<second>สอง|หลัง|2)){_ENDS}"
)
_MARKS = re.compile(
    r"[\s.,!…“”\"'()ๆ]+(?=[\u0e00-\u0e7f])|(?<=[\u0e00-\u0e7f])[\s.,!…“”\"'()ๆ]+|[.,!…\s]+$"
)
_MENTIONS = re.compile("ทั่วไป|ธรรมดา|ปกติ|ordinary")
_SECRET = re.compile(
    r"(?:ไม่|บ่|อย่า|ห้าม|มิ)(?:อยาก|ต้องการ|ใคร่|ต้อง)?(?:ให้|หื้อ|มี|ไป|ถึง)*"
    r"(?:เขา|เค้า|ใคร|ไผ|ใผ|คนอื่น|คนใน|คนนั้น|แก|มัน|เพิ่น|เปิ้น|ช่าง|นายก|ปลัด|หัวหน้า|เจ้าหน้าที่|กอง|หู|รู้ถึง|ผู้ใหญ่)"
    r".{0,12}?(?:เห็น|รู้|ฮู้|ทราบ|อ่าน|เขา|ได้ยิน)"
    r"|(?:แบบ|ทาง|อัน)ที่(?:เขา|เค้า|ช่าง|กอง|คนอื่น|ใคร|ไม่มีใคร)?\S{0,6}?ไม่(?:เห็น|รู้)|ไม่มี(?:ใคร|ไผ|คน)(?:เห็น|รู้|ฮู้)"
    r"|(?<!ก)(?:แบบ|เป็นความ|ความ|ทาง|ลับ)ลับ|^ลับ|แบบ(?:ปลอดภัย|ปกปิด)"
    r"|secret|confidential|(?:nobody|no ?one|don't let).{0,16}(?:know|see)"
)
_ASKS_WHETHER = re.compile(
    r"^(?:มัน|เรื่อง|จะ|แล้ว|นี่|ส่งแล้ว)*(?:เป็นความ)?ลับ(?:ไหม|มั้ย|จริง|หรือ|ป่าว|เปล่า)|(?<!ไม่)มีใคร(?:เห็น|รู้)"
    r"|ไม่มีใคร(?:เห็น|รู้).{0,12}(?:ใช่|จริง|แน่)"
    r"|^(?:is it|will it)"
)
"""A question whether it is secret, and no wish that it be."""
_DENIES = re.compile(
    r"(?:ไม่|บ่)(?:ต้อง|จำเป็นต้อง|ได้|ใช่|ขอ|เอา)(?:ขอ|เอา|ให้|เป็น|ทำ|ปิด|แบบ)*(?:ความ)?(?:ลับ|ปกปิด)"
    r"|ใคร(?:จะ)?(?:รู้|เห็น)ก็(?:ช่าง|ได้)|not (?:a )?secret"
)


def chooses_ordinary(text: str) -> bool:
    """Whether a text says that the matter is to go the ordinary way, or is not about staff, and nothing else."""
    folded = fold(text)
    if len(folded) > LONGEST or "?" in folded:
        return False
    return _ONLY.fullmatch(_MARKS.sub("", folded)) is not None


def names_ordinary(text: str) -> bool:
    """Whether a short text holds a word of the ordinary way, whatever it says of it."""
    folded = fold(text)
    return len(folded) <= LONGEST and _MENTIONS.search(folded) is not None


def way_by_place(text: str) -> int | None:
    """The index from 0 of the way that a text names by its place, such as "the first way"; None for none."""
    match = _NTH.fullmatch(_MARKS.sub("", fold(text)))
    return None if match is None else int(match["second"] is not None)


def wishes_secrecy(text: str, *, alone: bool = False) -> bool:
    """Whether a short text asks that the others do not see the matter or learn who told it.

    `alone`: it says hardly anything else.
    """
    folded = fold(text)
    wish = _SECRET.search(folded) if len(folded) <= LONGEST else None
    if wish is None or _ASKS_WHETHER.search(folded) or _DENIES.search(folded):
        return False
    return not alone or len(folded) - len(wish[0]) <= _BESIDE
