"""Dates and times of day as text, in both languages. Moments are shown in Bangkok time."""

from datetime import date, datetime

from domain.organisation import thai_dates
from domain.organisation.calendar import bangkok
from handlers.core.i18n import Bilingual


def day(moment: datetime) -> Bilingual:
    """Return the date without the time of day."""
    return on(bangkok(moment).date())


def on(date: date) -> Bilingual:
    """Return a date of the calendar."""
    return Bilingual(thai_dates.short_date(date), thai_dates.short_date(date, "en"))


def hour(moment: datetime) -> Bilingual:
    """Return the date and the time of day."""
    return Bilingual(thai_dates.short_moment(moment), thai_dates.short_moment(moment, "en"))


def clock(moment: datetime) -> Bilingual:
    """Return the time of day without the date."""
    return Bilingual(thai_dates.clock(moment), thai_dates.clock(moment, "en"))


def month(key: str) -> Bilingual:
    """Return the name and year of a month key such as 2569-10."""
    return Bilingual(thai_dates.month_name(key), thai_dates.month_name(key, "en"))
