"""Counts texts in the two ways of LINE: UTF-16 code units and grapheme clusters.

https://developers.line.biz/en/docs/messaging-api/text-character-count/
"""

import unicodedata

ZERO_WIDTH_JOINER = "\u200d"
# Spacing letters that Unicode joins to the one before: Thai and Lao sara am.
JOINED = frozenset("\u0e33\u0eb3")
SKIN_TONES = range(0x1F3FB, 0x1F400)
FLAG_LETTERS = range(0x1F1E6, 0x1F200)


def utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def graphemes(text: str) -> int:
    """The number of grapheme clusters: "ที่อยู่" has 3.

    Covers Thai, Latin with accents and emoji (joined, with skin tones, flags). Decomposed Hangul letters are
    counted one by one, which is more than LINE counts.
    """
    count = 0
    previous = ""
    flag_open = False
    for letter in text:
        is_flag = ord(letter) in FLAG_LETTERS
        joins = (
            unicodedata.category(letter) in {"Mn", "Me", "Mc"}
            or letter in JOINED
            or letter == ZERO_WIDTH_JOINER
            or ord(letter) in SKIN_TONES
            or previous == ZERO_WIDTH_JOINER
            or (is_flag and flag_open)
        )
        flag_open = is_flag and not flag_open
        if not joins or not previous:
            count += 1
        previous = letter
    return count
