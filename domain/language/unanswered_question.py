"""The normal form of an unanswered question, under which equal questions are counted."""

import re

from domain.text.thai_text import fold

LONGEST = 100
SHORTEST = 3
_MANNERS = re.compile(r"(?:\s|ค่ะ|คะ|ครับ|คับ|จ้า|จ้ะ|นะ|[?.!])+$")
_NUMBERS = re.compile(r"\d[\d\s-]{3,}\d")
"""A telephone, identity or house number identifies a person and does not help to write an answer."""


def as_unanswered_question(question: str) -> str | None:
    """The question without polite particles and long numbers, up to LONGEST characters; None if too short."""
    plain = _NUMBERS.sub("#", fold(question))[:LONGEST]
    plain = _MANNERS.sub("", plain).strip()
    return plain if len(plain) >= SHORTEST else None
