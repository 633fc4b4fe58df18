"""Find the ordinary problem that a text tells beside an accusation of somebody of the office."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domain.language.understood import understand

if TYPE_CHECKING:
    from domain.language.understood import Language

LONGEST = 400
_CUT = re.compile(
    r"\n+|\s*(?:แล้วก็|แล้วยัง|แถม(?:ยัง)?|อีกอย่าง|อีกเรื่อง(?:นึง|หนึ่ง|คือ)?|นอกจากนี้|นอกจากนั้น|และ(?=\S)|ส่วน(?=\S))\s*"
    r"|\s+(?:แล้ว(?=\S)|กับ(?=\S)|แต่(?=\S)|also |and )?\s*|[,;]\s*"
)
_LEAST = 6
"""Characters of the shortest problem."""


def ordinary_beside(text: str, language: Language) -> str:
    """The words of the text that tell an ordinary problem and accuse nobody, as typed; empty if none do.

    Empty also if the rest accuses nobody: then the problem may be what the accusation is about.
    """
    if len(text) > LONGEST:
        return ""
    pieces = [piece.strip() for piece in _CUT.split(text) if piece and piece.strip()]
    meant = {piece: understand(piece, language) for piece in pieces}
    accusing = [piece for piece in pieces if meant[piece].staff]
    ordinary = [piece for piece in pieces if _is_problem(piece, language)]
    if not accusing or not ordinary:
        return ""
    topics = {meant[piece].guess.ranking[0] for piece in ordinary}
    return "" if len(topics) > 1 else " ".join(ordinary)


def _is_problem(piece: str, language: Language) -> bool:
    found = understand(piece, language)
    tells_trouble = language.lexicon.read(found.folded).tells_trouble
    is_ordinary = not found.staff and not found.danger and found.names_a_problem
    return len(piece) >= _LEAST and is_ordinary and tells_trouble and bool(found.guess.margin)
