"""Understand what officers type instead of pressing a button: why a case waits, a day, one name of several."""

from __future__ import annotations

import re
from datetime import date, timedelta
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from domain.cases.complaint import WaitingFor
from domain.language.places import THAI_NUMBERS
from domain.organisation.thai_dates import month_named, typed_day
from domain.text.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_REASONS = {
    WaitingFor.REPORTER: "ผู้แจ้ง|คนแจ้ง|ผู้ร้อง|เจ้าของบ้าน|เจ้าของเรื่อง|reporter|answer",
    WaitingFor.BUDGET: "งบ|เงิน|โอนเงิน|สภา(?:ฯ|อนุมัติ)|budget",
    WaitingFor.PROCUREMENT: (
        "จัดซื้อ|จัดจ้าง|เบิก|พัสดุ|อะไหล่|ยางมะตอย|ปูน|ทราย|รอของ|วัสดุ|สั่งของ|ของมา|ของเข้า|หลอด|ท่อมา|ปั๊ม|ร้าน|ผู้รับเหมา|ช่างนอก|เสนอราคา|parts|procure"
    ),
    WaitingFor.OTHER_AGENCY: (
        "หน่วยงาน|การไฟฟ้า|ไฟฟ้าภูมิภาค|กฟภ|ชลประทาน|แขวง|ทางหลวง|การประปา|ประปาภูมิภาค|กปภ|อำเภอ|จังหวัด|กรม|ป่าไม้|ตำรวจ|เทศบาล|agency"
    ),
}
_NUMBERS = {
    **THAI_NUMBERS,
    fold("สิบห้า"): 15,
    fold("ยี่สิบ"): 20,
    fold("สามสิบ"): 30,
}
_COUNT = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_DAYS = re.compile(rf"(?P<count>\d{{1,3}}|{_COUNT})\s*(?P<unit>วัน|อาทิตย์|สัปดาห์|เดือน|days?|weeks?)")
_LENGTHS = {"วัน": 1, "day": 1, "อาทิตย์": 7, "สัปดาห์": 7, "week": 7, "เดือน": 30}
_WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัส", "ศุกร์", "เสาร์", "อาทิตย์")
_WEEKDAY = re.compile(
    rf"(?:วัน\s?)(?P<name>{'|'.join(_WEEKDAYS)})|(?P<bare>{'|'.join(_WEEKDAYS[:6])})"
)
_NEXT_WEEK = re.compile("(?:อาทิตย์|สัปดาห์)(?:หน้า|ถัดไป)|next week")
_DAY_OF_MONTH = re.compile(r"(?:วันที่|ที่)\s*(?P<day>\d{1,2})(?!\d)|(?P<before>\d{1,2})\s*(?=[ก-ฮ])")
_PART = re.compile("ต้นเดือน|กลางเดือน|ปลายเดือน|สิ้นเดือน")
_NOT_THIS = re.compile("^(?:ไม่ใช่|แก้(?:เป็น|ใหม่)?|เปลี่ยน(?:เป็น)?|เป็น|เอา|ขอ|ประมาณ|น่าจะ|สัก)+")


_ENDING = re.compile(r"(?:ค่ะ|คะ|ครับ|คับ|จ้า|นะ|สิ|ซิ|เลย|แหละ|มั้ง|ดีกว่า|\s)+$")
_LEAST_PART, _LEAST_RUN = 3, 5
"""Characters of the shortest part of a name, and of the shortest run that a text has in common with one."""


def waiting_reason(text: str) -> WaitingFor | None:
    """What a typed reason waits for; None if its words tell none or several."""
    folded = fold(text)
    found = [reason for reason, words in _REASONS.items() if re.search(words, folded)]
    return found[0] if len(found) == 1 else None


def said_day(text: str, today: date) -> date | None:
    """The day that a text names, after today; a weekday is the next one. None for no day."""
    folded = _NOT_THIS.sub("", fold(text)).strip()
    try:
        return typed_day(folded)
    except ValueError:
        pass
    ahead = _days_ahead(folded, today)
    if ahead is not None:
        return today + timedelta(days=ahead)
    return _next_month_or_day(folded, today)


def _days_ahead(folded: str, today: date) -> int | None:
    if "มะรืน" in folded or "มะรืนนี้" in folded:
        return 2
    if "พรุ่งนี้" in folded or "tomorrow" in folded:
        return 1
    if found := _DAYS.search(folded):
        count = _NUMBERS.get(found["count"]) or int(found["count"])
        return count * _LENGTHS[found["unit"].rstrip("s")]
    if found := _WEEKDAY.search(folded):
        number = _WEEKDAYS.index(found["name"] or found["bare"])
        next_one = (number - today.weekday() - 1) % 7 + 1
        is_later = bool(_NEXT_WEEK.search(folded)) and next_one <= 6 - today.weekday()
        return next_one + 7 * is_later
    return 7 - today.weekday() if _NEXT_WEEK.search(folded) else None


def _next_month_or_day(folded: str, today: date) -> date | None:
    named = month_named(folded)
    month = _first_of(named[0], today) if named else None
    if month is None and "เดือนหน้า" in folded:
        month = _first_after(today)
    if "ปีใหม่" in folded:
        return date(today.year + 1, 1, 4)
    part = _PART.search(folded)
    if part is not None:
        return _in_part(part[0], month or today.replace(day=1))
    return _numbered_day(folded, today, month)


def _first_after(day: date) -> date:
    """The first day of the next month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _first_of(month: int, today: date) -> date:
    """The first day of the next month with this number, which may be the present one."""
    return date(today.year + (month < today.month), month, 1)


def _in_part(part: str, month: date) -> date:
    """The day that the beginning, the middle or the end of a month means."""
    if part == "ต้นเดือน":
        return month
    return month.replace(day=15) if part == "กลางเดือน" else _first_after(month) - timedelta(days=1)


def _numbered_day(folded: str, today: date, month: date | None) -> date | None:
    """The day with a number in this month or, without a month, the next day with the number."""
    numbered = _DAY_OF_MONTH.search(folded)
    if numbered is None:
        return month
    day = int(numbered["day"] or numbered["before"])
    first = month or (_first_after(today) if day <= today.day else today.replace(day=1))
    try:
        return first.replace(day=day)
    except ValueError:
        return None


def named_one(text: str, names: Mapping[str, Iterable[str]]) -> str | None:
    """The key of the only entry that a text names, in whole or in part; None for none or several.

    `names`: the names of each entry by its key.
    """
    said = _ENDING.sub("", fold(text))
    folded = {key: [fold(name) for name in some if name] for key, some in names.items()}
    whole = [key for key, some in folded.items() if any(name in said for name in some)]
    if len(whole) == 1:
        return whole[0]
    if len(said) >= _LEAST_PART:
        parts = [key for key, some in folded.items() if any(said in name for name in some)]
        if len(parts) == 1:
            return parts[0]
    return None if whole else _nearest(said, folded)


def _nearest(said: str, names: Mapping[str, Sequence[str]]) -> str | None:
    """The key of the entry that has clearly the longest run of characters in common with a text."""
    runs = sorted(
        ((max(_run(said, name) for name in some), key) for key, some in names.items() if some)
    )
    if not runs or runs[-1][0] < _LEAST_RUN:
        return None
    is_clear = len(runs) == 1 or runs[-2][0] + 1 < runs[-1][0]
    return runs[-1][1] if is_clear else None


def _run(said: str, name: str) -> int:
    return SequenceMatcher(None, said, name, autojunk=False).find_longest_match().size
