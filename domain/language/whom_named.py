"""How a text names a person: with a title before the name, or instead of somebody else."""

import re

_NOT_THIS = re.compile(
    r"(?:เอ่อ|เอ้ย|เอ๊ย|อ้าว|อุ๊ย|ขอโทษ|โทษที|[\s,.])*(?:ไม่ใช่|บ่แม่น|ผิดคน|แก้(?:ชื่อ)?(?:คน)?(?=\s*เป็น)|no[t,]?)\s*"
    r"(?:\S{1,20}?\s+)?(?:แต่เป็น|ต้องเป็น|ต้อง|เป็น|คือ|it was|but)?\s*(?P<rest>\S.*)",
    re.IGNORECASE,
)
_ALSO = re.compile("แค่|เฉพาะ|เพียง|คนเดียว|ด้วย|ทั้ง|only|also|too")
"""Words with which the first one stays accused: "not only the one, the other too"."""
_ENDS = re.compile(r"(?:ต่างหาก|นั่นแหละ|แหละ|นะ|ค่ะ|คะ|ครับ|คับ|จ้า|จ้ะ|[\s.,!])+$")
_TITLES = (
    r"(?:นายช่าง|ช่าง|นาย(?!ก)|นางสาว|นาง|น\.ส\.|คุณ|ครู|พี่|น้อง|ป้า|ลุง|น้า|หัวหน้า|ผอ\.?|รอง|ปลัด|นิติกร|หมอ)"
)


def named_instead(text: str) -> str:
    """Whom a text names instead of somebody else: of "not Ek, it was Tho" the latter; empty for any other text."""
    match = None if _ALSO.search(text) else _NOT_THIS.match(text.strip())
    return _ENDS.sub("", match["rest"]) if match else ""


def as_said(story: str, words: str) -> str:
    """The words of a mention, which have no gaps, as they stand in the story, with the title before them."""
    letters = r"\s*".join(map(re.escape, words))
    match = re.search(rf"(?:{_TITLES}\s*)*{letters}", story, re.IGNORECASE)
    return match[0].strip() if match else words
