"""Counts grapheme clusters, which LINE counts in button labels.

https://developers.line.biz/en/docs/messaging-api/text-character-count/
"""

from __future__ import annotations

import unicodedata

_SARA_AM = "\u0e33"
_JOINER = "\u200d"


def count_graphemes(text: str) -> int:
    """The number of user-perceived characters of Thai, Latin and emoji text.

    A reduced form of Unicode UAX #29 (https://unicode.org/reports/tr29/): marks, Thai sara am, variation
    selectors, skin tones and whatever follows a zero-width joiner belong to the character before. A flag
    counts as two, so the result may be too large.
    """
    seen, joined = 0, False
    for character in text:
        # Asked of each sentence when a process starts, so ASCII is not looked up.
        joins = joined or (
            not character.isascii()
            and (
                character in {_SARA_AM, _JOINER}
                or unicodedata.category(character) in {"Mn", "Me"}
                or "\U0001f3fb" <= character <= "\U0001f3ff"
            )
        )
        if not (joins and seen):
            seen += 1
        joined = character == _JOINER
    return seen
