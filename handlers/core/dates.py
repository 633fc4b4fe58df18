"""Days and hours as people read them, in both languages."""

from datetime import datetime

from domain.organisation import thai_dates
from handlers.core.i18n import Bilingual


def day(moment: datetime) -> Bilingual:
    return Bilingual(thai_dates.short_date(moment), thai_dates.short_date(moment, "en"))


def hour(moment: datetime) -> Bilingual:
    """Day and hour."""
    return Bilingual(thai_dates.short_moment(moment), thai_dates.short_moment(moment, "en"))


def clock(moment: datetime) -> Bilingual:
    """The hour alone."""
    return Bilingual(thai_dates.clock(moment), thai_dates.clock(moment, "en"))


def month(key: str) -> Bilingual:
    """A month key such as 2569-10 by its name."""
    return Bilingual(thai_dates.month_name(key), thai_dates.month_name(key, "en"))
