"""Formats dates and times as a Thai office writes them, in Thai and English.

Thai dates have the Buddhist year, English dates the Gregorian year. Times are shown in Bangkok time, all with
Arabic digits.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from domain.organisation.calendar import BUDDHIST_ERA, bangkok

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


def short_date(when: date, language: Language = "th") -> str:
    """`22 พ.ย. 2569` or `22 Nov 2026`, for a date or a timezone-aware time."""
    day = bangkok(when).date() if isinstance(when, datetime) else when
    return f"{day.day} {_SHORT[language][day.month - 1]} {_year(day.year, language)}"


def clock(moment: datetime, language: Language = "th") -> str:
    """`08.30 น.` or `08:30`. Thai offices write the time with a dot."""
    local = bangkok(moment)
    return f"{local:%H.%M} น." if language == "th" else f"{local:%H:%M}"


def short_moment(moment: datetime, language: Language = "th") -> str:
    """`22 พ.ย. 2569 เวลา 08.30 น.` or `22 Nov 2026, 08:30`."""
    between = " เวลา " if language == "th" else ", "
    return short_date(moment, language) + between + clock(moment, language)


def month_name(key: str, language: Language = "th") -> str:
    """`ตุลาคม 2569` or `October 2026` for the month key "2569-10"."""
    year, month = key.split("-")
    return f"{_LONG[language][int(month) - 1]} {_year(int(year) - BUDDHIST_ERA, language)}"


def short_month(key: str, language: Language = "th") -> str:
    """`ต.ค.` or `Oct` for the month key "2569-10"."""
    return _SHORT[language][int(key.split("-")[1]) - 1]


def arabic_digits(text: str) -> str:
    """The text with Thai digits (๐-๙) replaced by 0-9."""
    return text.translate(_TO_ARABIC)


def _year(gregorian: int, language: Language) -> int:
    return gregorian + BUDDHIST_ERA if language == "th" else gregorian
