"""Format dates and times as a Thai office writes them, in Thai and English.

Thai dates have the Buddhist year, English dates the Gregorian year. Times are shown in Bangkok time, all with
Arabic digits.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Literal

from domain.organisation.calendar import BUDDHIST_ERA, bangkok, gregorian_year

Language = Literal["th", "en"]

_SHORT: dict[Language, tuple[str, ...]] = {
    "th": (
        *("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย."),
        *("ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."),
    ),
    "en": (
        *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
        *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ),
}
_LONG: dict[Language, tuple[str, ...]] = {
    "th": (
        *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
        *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def short_date(when: date, language: Language = "th") -> str:
    """`22 พ.ย. 2569` or `22 Nov 2026`, for a date or a timezone-aware time."""
    day = bangkok(when).date() if isinstance(when, datetime) else when
    return f"{day.day} {_SHORT[language][day.month - 1]} {_year(day.year, language)}"


def clock(moment: datetime, language: Language = "th") -> str:
    """`08.30 น.` or `08:30`. Thai offices write the time with a dot."""
    return _clock(bangkok(moment), language)


def short_moment(moment: datetime, language: Language = "th") -> str:
    """`22 พ.ย. 2569 เวลา 08.30 น.` or `22 Nov 2026, 08:30`."""
    local = bangkok(moment)
    between = " เวลา " if language == "th" else ", "
    return short_date(local.date(), language) + between + _clock(local, language)


def month_name(key: str, language: Language = "th") -> str:
    """`ตุลาคม 2569` or `October 2026` for the month key "2569-10"."""
    year, month = key.split("-")
    return f"{_LONG[language][int(month) - 1]} {_year(int(year) - BUDDHIST_ERA, language)}"


def long_date(when: date) -> str:
    """`22 พฤศจิกายน 2569`, the form of official documents. For a date or a timezone-aware time."""
    day = bangkok(when).date() if isinstance(when, datetime) else when
    return f"{day.day} {_LONG['th'][day.month - 1]} {_year(day.year, 'th')}"


def short_month(key: str, language: Language = "th") -> str:
    """`ต.ค.` or `Oct` for the month key "2569-10"."""
    return _SHORT[language][int(key.split("-")[1]) - 1]


def arabic_digits(text: str) -> str:
    """The text with Thai digits (๐-๙) replaced by 0-9."""
    return text.translate(_TO_ARABIC)


def thai_digits(text: str) -> str:
    """The text with 0-9 replaced by Thai digits (๐-๙)."""
    return text.translate(_TO_THAI)


def _clock(local: datetime, language: Language) -> str:
    return f"{local:%H.%M} น." if language == "th" else f"{local:%H:%M}"


def _year(gregorian: int, language: Language) -> int:
    return gregorian + BUDDHIST_ERA if language == "th" else gregorian


# As people say the months: ตุลา for ตุลาคม.
_SPOKEN = tuple(re.sub("(?:คม|ยน|พันธ์)$", "", name) for name in _LONG["th"])
_READ = (*_LONG.values(), *_SHORT.values(), _SPOKEN)
_NAMED = re.compile(
    "(?P<month>"
    + "|".join(
        re.escape(name)
        for names in _READ
        for name in sorted(map(str.casefold, names), key=len, reverse=True)
    )
    + r")(?![ะ-ฺ็-๎a-z])\s*(?P<year>\d{4}|\d{2})?(?!\d)"
)
_CENTURY = 2500


def month_named(folded: str) -> tuple[int, int | None] | None:
    """The month (1 to 12) that a folded text names, and its Buddhist year or None; None if it names no month."""
    match = _NAMED.search(folded)
    if match is None:
        return None
    month = _month_number(match["month"])
    year = int(match["year"]) if match["year"] else None
    if year is None:
        return month, None
    if year < 100:
        return month, _CENTURY + year
    return month, year if year > _CENTURY - 100 else year + BUDDHIST_ERA


def _month_number(name: str) -> int:
    return next(
        names.index(found) + 1 for names in _READ for found in names if found.casefold() == name
    )


_NUMERIC = re.compile(
    r"(?P<day>\d{1,2})([/.\- ])(?P<month>\d{1,2})\2(?P<year>\d{4}|\d{2})", re.ASCII
)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_DAY_OF_NAMED = re.compile(r"(?P<day>\d{1,2})\s*(?P<rest>\D.*)", re.ASCII)
_YEARS = range(1900, 2200)
"""The Gregorian years that an office writes."""


def typed_day(text: str) -> date:
    """Parse a day such as 31/3/2570, ๓๑-๓-๗๐, 31 มี.ค. 2570 or 2027-03-31, the form that browsers send.

    Years of four digits may be Buddhist or Gregorian, years of two digits are Buddhist. Raises ValueError for any
    other text and for a day in no year of _YEARS.
    """
    typed = arabic_digits(text.strip()).casefold().replace("พ.ศ.", "")
    if found := _NUMERIC.fullmatch(typed) or _YEAR_FIRST.fullmatch(typed):
        day, month, year = int(found["day"]), int(found["month"]), found["year"]
    elif (
        (found := _DAY_OF_NAMED.fullmatch(typed))
        and (named := _NAMED.fullmatch(found["rest"]))
        and named["year"] is not None
    ):
        day, month, year = int(found["day"]), _month_number(named["month"]), named["year"]
    else:
        raise ValueError(f"{text!r} is no day")
    gregorian = gregorian_year(int(year) if len(year) == 4 else _CENTURY + int(year))
    if gregorian not in _YEARS:
        raise ValueError(f"{text!r} lies in no year that an office writes")
    return date(gregorian, month, day)
