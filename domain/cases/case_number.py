"""Case numbers: their format and check digit, and how to find one in a message.

`นว-2570-000123-6` consists of the office's prefix, the Buddhist fiscal year, the running number in that year and
a check digit of year and running number. The check digit is Damm's, which detects every single wrong digit and
every swap of two adjacent digits (H. M. Damm, "Total anti-symmetrische Quasigruppen", Marburg 2004).

Staff complaints have a series of their own (`Series.RESTRICTED`), shown as 900001 and upwards in the same format.
A separate prefix would reveal to anyone who sees the phone what the case is about, and would be lost when only
the digits are typed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAMM_TABLE = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_RESTRICTED_OFFSET = 900_000
_MAX_SHOWN = 999_999
MOST_RESTRICTED = _MAX_SHOWN - _RESTRICTED_OFFSET
"""The largest running number of a staff complaint."""

_OPTIONAL_SEPARATOR = r"[\s./_-]{0,3}"
_SEPARATOR = r"[\s./_-]{1,3}"
_YEAR_START = rf"(?<![\d-])(?=2{_OPTIONAL_SEPARATOR}[56])"


class Series(StrEnum):
    """The two series of running numbers; RESTRICTED is that of staff complaints."""

    ORDINARY = "ordinary"
    RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """A case number; `str()` gives the form that is shown.

    `running` starts at 1 in each fiscal year (Buddhist, four digits) and each series. Raises ValueError for a
    running number above the limit of its series: 899,999 ordinary or 99,999 restricted cases in a year.
    """

    prefix: str
    fiscal_year: int
    running: int
    series: Series = Series.ORDINARY

    def __post_init__(self) -> None:
        limit = _RESTRICTED_OFFSET - 1
        if self.series is Series.RESTRICTED:
            limit = _MAX_SHOWN - _RESTRICTED_OFFSET
        if not (1 <= self.running <= limit and 2500 <= self.fiscal_year <= 2699):
            raise ValueError(f"no case number for {self.running} of {self.fiscal_year}")

    def __str__(self) -> str:
        shown = self.running + _RESTRICTED_OFFSET * (self.series is Series.RESTRICTED)
        digits = f"{self.fiscal_year}{shown:06}"
        return f"{self.prefix}-{digits[:4]}-{digits[4:]}-{_check_digit(digits)}"


@dataclass(frozen=True, slots=True)
class Mistyped:
    """A text in the form of a case number with a wrong check digit or length; `seen` is what was typed."""

    seen: str


def scan(text: str, prefix: str) -> CaseNumber | Mistyped | None:
    """The first valid case number in a message; Mistyped when only an invalid one is found; else None.

    Accepts Thai digits, any dashes, dots or spaces, a missing prefix, missing leading zeros where the groups
    are separated, and a number inside a sentence. A number without prefix inside a sentence must be complete,
    because amounts and dates look similar.
    """
    normalised = "".join(map(_normalise, text))
    digits_only = not any(map(str.isalpha, normalised))
    complete = [
        match
        for shape in _complete_patterns(prefix, digits_only=digits_only)
        for match in re.finditer(shape, normalised)
    ]
    for match in complete:
        number = _parse_digits(prefix, re.sub(r"\D", "", match["digits"]))
        if number:
            return number
    incomplete = (
        re.search(pattern, normalised)
        for pattern in _incomplete_patterns(prefix, digits_only=digits_only)
    )
    mistyped = next((match for match in (*complete, *incomplete) if match), None)
    return Mistyped(mistyped[0].strip()) if mistyped else None


def read(text: str, prefix: str) -> CaseNumber | None:
    """The first valid case number in a message, or None. Accepts the same forms as `scan`."""
    found = scan(text, prefix)
    return found if isinstance(found, CaseNumber) else None


def _normalise(character: str) -> str:
    if character.isascii():
        return character
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    if "๐" <= character <= "๙":
        return str(unicodedata.digit(character))
    return "-" if category == "Pd" or character == "\u2212" else character


def _complete_patterns(prefix: str, *, digits_only: bool) -> Iterator[str]:
    """Patterns of a complete case number, the most certain first.

    `digits_only`: the message has no letters, so its digits are most likely a case number.
    """
    grouped = rf"(?P<digits>\d{{4}}{_SEPARATOR}\d{{1,6}}{_SEPARATOR}\d)(?!\d)"
    spaced = rf"(?P<digits>\d(?:{_OPTIONAL_SEPARATOR}\d){{10}})(?!{_OPTIONAL_SEPARATOR}\d)"
    yield _prefix_pattern(prefix) + grouped
    yield _prefix_pattern(prefix) + spaced
    yield rf"{_YEAR_START}(?P<digits>\d{{4}}{_OPTIONAL_SEPARATOR}\d{{6}}{_OPTIONAL_SEPARATOR}\d)(?!\d)"
    if digits_only:
        yield _YEAR_START + grouped
        yield _YEAR_START + spaced


def _incomplete_patterns(prefix: str, *, digits_only: bool) -> Iterator[str]:
    """Patterns of digits that are too few or too many but are most likely meant as a case number."""
    # The end of a word such as แนว is not the prefix, so no Thai letter may stand before it.
    yield rf"(?<![ก-๛]){_prefix_pattern(prefix)}\d{{4}}(?:{_OPTIONAL_SEPARATOR}\d){{1,12}}(?!\d)"
    if digits_only:
        yield rf"{_YEAR_START}\d{{4}}(?:{_OPTIONAL_SEPARATOR}\d){{5,8}}(?!{_OPTIONAL_SEPARATOR}\d)"


def _prefix_pattern(prefix: str) -> str:
    return r"\s*\.?\s*".join(map(re.escape, prefix)) + _OPTIONAL_SEPARATOR


def _parse_digits(prefix: str, digits: str) -> CaseNumber | None:
    """The case number of the digits of year, running number (maybe without leading zeros) and check digit."""
    year, running, check = digits[:4], digits[4:-1], digits[-1]
    if len(running) > 6 or _check_digit(f"{year}{running:0>6}") != check:
        return None
    shown = int(running or 0)
    restricted = shown > _RESTRICTED_OFFSET
    try:
        return CaseNumber(
            prefix,
            fiscal_year=int(year),
            running=shown - _RESTRICTED_OFFSET * restricted,
            series=Series.RESTRICTED if restricted else Series.ORDINARY,
        )
    except ValueError:
        return None


def _check_digit(digits: str) -> str:
    interim = "0"
    for digit in digits:
        interim = _DAMM_TABLE[int(interim)][int(digit)]
    return interim
