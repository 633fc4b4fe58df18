"""Recognise what people type instead of pressing a button for a topic."""

from __future__ import annotations

import re

from domain.text.thai_text import fold

_MANNERS = r"(?:ค่ะ|คะ|คับ|ครับ|จ้า|จ้ะ|จ๊ะ|นะ|เลย|แล้วกัน|ละกัน|ก็ได้|(?:นั่น|นั้น|นี่|นี้)?แหละ|เด้อ|อะ|ลูก|หนู|please|[,.!?ๆ])*"
_TAKES = r"(?:ขอ|เอา|เลือก|กด|ตอบ|เป็น)*"
_NTH = re.compile(
    rf"^{_TAKES}(?:อัน|ข้อ|ปุ่ม|ตัว|หมวด|ประเภท|เรื่อง|ช่อง|number|no|the)?(?:ที่|#)?"
    r"(?:(?P<n0>1|๑|หนึ่ง|แรก|บน|บนสุด|แรกสุด|first)|(?P<n1>2|๒|สอง|second)|(?P<n2>3|๓|สาม|third)"
    rf"|(?P<n3>4|๔|สี่|fourth))(?:one)?{_MANNERS}$"
)
_UNSURE = re.compile(
    r"^(?:ยาย|ตา|ลุง|ป้า|น้า|แม่|พ่อ|หนู|ผม|ฉัน|เรา|ข้อย|ก็|คือ|แล้ว|ช่วย|ขอ|i|sorry)*"
    r"(?:ไม่รู้(?:จะ|ว่าจะ|ว่า)?(?:เลือก|กด)|เลือก(?:ไม่|บ่)(?:ถูก|เป็น|ได้)|กด(?:ไม่|บ่)(?:เป็น|ถูก|ได้|ไป)"
    r"|(?:เลือก|กด)(?:อันไหน|ตรงไหน|ยังไง|ปุ่มไหน|ให้)|บ่ฮู้สิเลือก|ต้องกด(?:อันไหน|ตรงไหน|ยังไง|ปุ่มไหน)"
    r"|แล้วแต่(?:หนู|คุณ|ท่าน|เจ้าหน้าที่|อบต|จะ|เลย|$)|(?:อันไหน|อะไร|ยังไง)ก็ได้|(?:ไม่เห็น|ไม่มี|หา)ปุ่ม"
    r"|youchoose|chooseforme|don'tknowwhich|dontknowwhich|notsurewhich|can'tpress|cannotpress|anyofthem|whichever)"
)
_KNOWS_NOT = re.compile(
    rf"^(?:(?:ก็)?ไม่(?:รู้|ทราบ|แน่ใจ)(?:สิ|ซิ|เหมือนกัน|จ้า)?|บ่ฮู้|งง|ไม่เข้าใจ|i?don'tknow|i?dontknow|notsure){_MANNERS}$"
)
_NUMBER = re.compile(r"[\d.,+&\-–()]*\d[\d.,+&\-–()]*")
_MOST_DIGITS = 3
_LONGEST = 40
"""Characters of the longest such text; a longer one is a report."""


def chosen_at(text: str) -> int | None:
    """The index from 0 of the topic that a text names by number, such as "the first one"; else None."""
    match = _NTH.match(_unspaced(text))
    return None if match is None or match.lastgroup is None else int(match.lastgroup[1:])


def is_bare_number(text: str) -> bool:
    """Whether a text is a number such as "1-2" and nothing else: no telephone and no house number, 45/3."""
    said = _unspaced(text)
    return bool(_NUMBER.fullmatch(said)) and sum(map(str.isdigit, said)) <= _MOST_DIGITS


def leaves_choice(text: str) -> bool:
    """Whether the sender cannot or does not want to choose: "I do not know which"."""
    folded = _unspaced(text)
    return len(folded) <= _LONGEST and bool(_UNSURE.match(folded) or _KNOWS_NOT.match(folded))


def _unspaced(text: str) -> str:
    return "".join(fold(text).split())
