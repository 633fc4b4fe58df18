"""Find the question behind thanks: of "thank you, and what time does it come?" the part that wants an answer."""

from __future__ import annotations

import re

from domain.text.thai_text import fold

_THANKS = re.compile(
    r"^(?:โอเค|อ๋อ|อ่อ|ครับ|ค่ะ|[\s,.!])*(?:ขอบ\s?คุณ|ขอบ\s?ใจ|ขอบพระคุณ|thank(?:s| you)(?: very much)?)"
    r"(?:มาก|หลาย|เด้อ|นะ|ค่ะ|คะ|ครับ|คับ|จ้า|จ้ะ|เจ้า|ที่(?:บอก|ตอบ|แจ้ง)|[\s,.!ๆ])*"
    r"(?:แล้ว(?=.)|ว่าแต่|แต่ว่า|and|but)?\s*"
)
_ASKS = re.compile(
    r"ไหม|มั้ย|หรือเปล่า|รึเปล่า|(?:หรือ|รึ)?ยัง(?:คะ|ค่ะ|ครับ|อะ|อ่ะ)?$|ยังไง|อย่างไร|เมื่อไ|เมื่อใด|กี่|ใคร|ทำไม|วันไหน|ตอนไหน|ที่ไหน|ถึงไหน"
    r"|มื้อ(?:ได๋|ใด)|เท่าไ|อะไร|อันไหน|เบอร์|\?|\b(?:when|what|where|how|who|why|which)\b"
)
_SHORTEST = 4


def question_after_thanks(text: str) -> str:
    """The folded question that follows the thanks at the beginning of a text; empty without either."""
    folded = fold(text)
    thanks = _THANKS.match(folded)
    rest = folded[thanks.end() :].strip() if thanks else ""
    return rest if len(rest) >= _SHORTEST and _ASKS.search(rest) else ""
