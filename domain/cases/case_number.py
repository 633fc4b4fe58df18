"""The number on a resident's receipt: made, checked, and read back however it is typed.

`นว-2570-000123-6` is the office's prefix, the Buddhist fiscal year, the running number of that
year and a check digit over year and running number. The check digit is Damm's: it catches every
single wrong digit and every swap of two neighbours (H. M. Damm, "Total anti-symmetrische
Quasigruppen", Marburg 2004).

Cases about staff count on their own (`Series.RESTRICTED`), shown from 900001 upwards in the same
form. A word or letter of its own would tell whoever sees the telephone what the case is about,
and would be lost when only the digits are typed back.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.organisation.thai_dates import arabic_digits

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAMM = (
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
_RESTRICTED_FROM = 900_000
_HIGHEST = 999_999

_GAP = r"[\s./_-]{0,3}"
_APART = r"[\s./_-]{1,3}"
_A_YEAR = rf"(?<![\d-])(?=2{_GAP}[56])"


class Series(StrEnum):
    ORDINARY = "ordinary"
    RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """`running` starts at 1 in each fiscal year (Buddhist, four digits) and each series.

    Raises ValueError when the series has no number left: 899,999 ordinary or 99,999 restricted
    cases in a year.
    """

    prefix: str
    fiscal_year: int
    running: int
    series: Series = Series.ORDINARY

    def __post_init__(self) -> None:
        room = _RESTRICTED_FROM - 1
        if self.series is Series.RESTRICTED:
            room = _HIGHEST - _RESTRICTED_FROM
        if not (1 <= self.running <= room and 2500 <= self.fiscal_year <= 2699):
            raise ValueError(f"no case number for {self.running} of {self.fiscal_year}")

    def __str__(self) -> str:
        shown = self.running + _RESTRICTED_FROM * (self.series is Series.RESTRICTED)
        digits = f"{self.fiscal_year}{shown:06}"
        return f"{self.prefix}-{digits[:4]}-{digits[4:]}-{_damm(digits)}"


@dataclass(frozen=True, slots=True)
class Mistyped:
    """Something shaped like a case number whose digits do not agree; `seen` is what was typed."""

    seen: str


def scan(text: str, prefix: str) -> CaseNumber | Mistyped | None:
    """The case number in a message; Mistyped when one was meant; None when there is none.

    Understands Thai digits, any dashes, dots or spaces, a missing prefix, leading zeros left out
    where the groups still stand apart, and the number inside a sentence. Inside a sentence a
    number without its prefix must be complete, because amounts and dates look much alike.
    Of several numbers the first that is right is taken.
    """
    tidy = "".join(map(_tidy, arabic_digits(text)))
    lock_database = not any(map(str.isalpha, tidy))
    shaped = [
        match
        for shape in _shapes(prefix, lock_database=lock_database)
        for match in re.finditer(shape, tidy)
    ]
    for match in shaped:
        number = _checked(prefix, re.sub(r"\D", "", match["digits"]))
        if number:
            return number
    attempts = (
        re.search(attempt, tidy) for attempt in _attempts(prefix, lock_database=lock_database)
    )
    meant = next((match for match in (*shaped, *attempts) if match), None)
    return Mistyped(meant[0].strip()) if meant else None


def read(text: str, prefix: str) -> CaseNumber | None:
    """The case number in a message, or None when there is none or its check digit is wrong."""
    found = scan(text, prefix)
    return found if isinstance(found, CaseNumber) else None


def _tidy(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    return "-" if category == "Pd" or character == "\u2212" else character


def _shapes(prefix: str, *, lock_database: bool) -> Iterator[str]:
    """Patterns of a whole case number, the surest first.

    `alone`: the message has no letters, so its digits can hardly mean anything else.
    """
    grouped = rf"(?P<digits>\d{{4}}{_APART}\d{{1,6}}{_APART}\d)(?!\d)"
    spaced = rf"(?P<digits>\d(?:{_GAP}\d){{10}})(?!{_GAP}\d)"
    yield _named(prefix) + grouped
    yield _named(prefix) + spaced
    yield rf"{_A_YEAR}(?P<digits>\d{{4}}{_GAP}\d{{6}}{_GAP}\d)(?!\d)"
    if lock_database:
        yield _A_YEAR + grouped
        yield _A_YEAR + spaced


def _attempts(prefix: str, *, lock_database: bool) -> Iterator[str]:
    """Patterns of what is too short or too long, but cannot well be anything else."""
    # Word ends such as แนว are not the prefix, so here it needs a clear beginning.
    yield rf"(?<![ก-๛]){_named(prefix)}\d{{4}}(?:{_GAP}\d){{1,12}}(?!\d)"
    if lock_database:
        yield rf"{_A_YEAR}\d{{4}}(?:{_GAP}\d){{5,8}}(?!{_GAP}\d)"


def _named(prefix: str) -> str:
    return r"\s*\.?\s*".join(map(re.escape, prefix)) + _GAP


def _checked(prefix: str, digits: str) -> CaseNumber | None:
    """The number of year, running number (leading zeros may be missing) and check digit."""
    year, running, check = digits[:4], digits[4:-1], digits[-1]
    if len(running) > 6 or _damm(f"{year}{running:0>6}") != check:
        return None
    shown = int(running or 0)
    restricted = shown > _RESTRICTED_FROM
    try:
        return CaseNumber(
            prefix,
            fiscal_year=int(year),
            running=shown - _RESTRICTED_FROM * restricted,
            series=Series.RESTRICTED if restricted else Series.ORDINARY,
        )
    except ValueError:
        return None


def _damm(digits: str) -> str:
    interim = "0"
    for digit in digits:
        interim = _DAMM[int(interim)][int(digit)]
    return interim
