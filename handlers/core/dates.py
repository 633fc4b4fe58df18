"""Days and hours as people read them, in both languages."""

from datetime import datetime

from domain.organisation import thai_dates
from handlers.core.i18n import Both


def day(moment: datetime) -> Both:
    return Both(thai_dates.short_date(moment), thai_dates.short_date(moment, "en"))


def hour(moment: datetime) -> Both:
    """Day and hour."""
    return Both(thai_dates.short_moment(moment), thai_dates.short_moment(moment, "en"))


def clock(moment: datetime) -> Both:
    """The hour alone."""
    return Both(thai_dates.clock(moment), thai_dates.clock(moment, "en"))


def month(key: str) -> Both:
    """A month key such as 2569-10 by its name."""
    return Both(thai_dates.month_name(key), thai_dates.month_name(key, "en"))
