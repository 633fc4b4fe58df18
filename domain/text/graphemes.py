"""How many characters a reader sees, which is what LINE counts on a button."""

from __future__ import annotations

import unicodedata

_SARA_AM = "\u0e33"
_JOINER = "\u200d"


def count_graphemes(text: str) -> int:
    """Number of user-perceived characters of Thai, Latin and ordinary emoji text.

    A reduced Unicode UAX #29: marks, Thai sara am, variation selectors, skin tones and whatever
    follows a zero-width joiner belong to the character before. Flags count as two, so the answer
    errs to the long side.
    """
    seen, joined = 0, False
    for character in text:
        joins = (
            joined
            or character in {_SARA_AM, _JOINER}
            or unicodedata.category(character) in {"Mn", "Me"}
            or "\U0001f3fb" <= character <= "\U0001f3ff"
        )
        if not (joins and seen):
            seen += 1
        joined = character == _JOINER
    return seen
