"""Telephone numbers as people write them down: which are Thai numbers, and their digits."""

import re

from domain.text.thai_text import fold

_COUNTRY = re.compile(r"^\+?\s?66[\s-]?0?(?=[1-9])")
_BETWEEN = re.compile(r"[,;/]|หรือ|และ")
_EXTENSION = re.compile(r"(?:ต่อ|ext|#).*$")
_WRITTEN = re.compile(r"^[\d\s().-]+$")
_THAI = re.compile(r"^0[2-9]\d{7,8}$")
FEWEST_SEARCHED = 4
"""Fewer digits are a house number or a day rather than a part of a telephone number."""


def is_telephone(typed: str) -> bool:
    """Whether the text is one or several Thai numbers of 9 or 10 digits, with or without an extension."""
    return all(map(_number, _BETWEEN.split(fold(typed))))


def dialled(typed: str) -> str:
    """Return the digits of the first Thai number in a text, "" if there is none."""
    return next(filter(None, map(_number, _BETWEEN.split(fold(typed)))), "")


def digits_of(text: str) -> str:
    """Return the digits of a telephone number, for comparison; +66 becomes the 0 dialled in Thailand."""
    return re.sub(r"\D", "", _COUNTRY.sub("0", fold(text)))


def searched_digits(term: str) -> str:
    """Return the digits of a search that may be a part of a telephone number; "" for any other text."""
    folded = _COUNTRY.sub("0", fold(term))
    digits = digits_of(folded)
    return digits if _WRITTEN.match(folded) and len(digits) >= FEWEST_SEARCHED else ""


def _number(typed: str) -> str:
    """Return the digits of one Thai number, "" if the text is none."""
    number = _COUNTRY.sub("0", _EXTENSION.sub("", typed).strip())
    digits = re.sub(r"\D", "", number)
    return digits if _WRITTEN.match(number) and _THAI.match(digits) else ""
