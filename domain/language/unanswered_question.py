"""A question nobody had an answer to, in the one form it is counted under."""

import re

from domain.text.thai_text import fold

LONGEST = 100
SHORTEST = 3
_MANNERS = re.compile(r"(?:\s|ค่ะ|คะ|ครับ|คับ|จ้า|จ้ะ|นะ|[?.!])+$")
_NUMBERS = re.compile(r"\d[\d\s-]{3,}\d")
"""A telephone, identity or house number tells of a person and nothing about what to write."""


def as_unanswered_question(question: str) -> str | None:
    """Without manners and long numbers, at most 100 characters; None when too little is left to count."""
    plain = _NUMBERS.sub("#", fold(question))[:LONGEST]
    plain = _MANNERS.sub("", plain).strip()
    return plain if len(plain) >= SHORTEST else None
