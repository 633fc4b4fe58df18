"""Dates, times and durations as a Thai office writes them, with their English twins.

Thai dates carry the Buddhist year, English ones the Gregorian year. Moments are shown on the
Bangkok clock. Text out uses Arabic digits; `thai_digits` turns a whole text into ๐-๙ for papers,
so that the two are never mixed in one document.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

from domain.calendar import BUDDHIST_ERA, bangkok

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
_UNITS = (
    (24 * 60, "วัน", "day"),
    (60, "ชั่วโมง", "hour"),
    (1, "นาที", "minute"),
)
_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def short_date(when: date, language: Language = "th") -> str:
    """`22 พ.ย. 2569` or `22 Nov 2026`, of a day or of a timezone-aware moment."""
    return _written(when, _SHORT, language)


def long_date(when: date, language: Language = "th") -> str:
    """`22 พฤศจิกายน 2569` or `22 November 2026`, of a day or of a timezone-aware moment."""
    return _written(when, _LONG, language)


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


def duration(span: timedelta, language: Language = "th") -> str:
    """`3 วัน 4 ชั่วโมง` or `3 days 4 hours`: the two largest units, rounded down, sign dropped."""
    minutes = int(abs(span).total_seconds() // 60)
    words: list[str] = []
    for size, thai, english in _UNITS:
        amount, minutes = divmod(minutes, size)
        words.append(_counted(amount, thai, english, language))
    largest = next((place for place, word in enumerate(words) if word), len(words))
    spoken = " ".join(word for word in words[largest : largest + 2] if word)
    return spoken or ("ไม่ถึง 1 นาที" if language == "th" else "less than a minute")


def thai_digits(text: str) -> str:
    """The text with 0-9 written ๐-๙."""
    return text.translate(_TO_THAI)


def arabic_digits(text: str) -> str:
    """The text with ๐-๙ written 0-9."""
    return text.translate(_TO_ARABIC)


def _written(when: date, names: dict[Language, tuple[str, ...]], language: Language) -> str:
    day = bangkok(when).date() if isinstance(when, datetime) else when
    return f"{day.day} {names[language][day.month - 1]} {_year(day.year, language)}"


def _counted(amount: int, thai: str, english: str, language: Language) -> str:
    if amount == 0:
        return ""
    if language == "th":
        return f"{amount} {thai}"
    return f"{amount} {english}" if amount == 1 else f"{amount} {english}s"


def _year(gregorian: int, language: Language) -> int:
    return gregorian + BUDDHIST_ERA if language == "th" else gregorian
