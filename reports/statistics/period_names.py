"""The official names of periods."""

from domain.organisation import thai_dates
from domain.organisation.periods import parse_period
from handlers.core.i18n import Translator


def period_name(translator: Translator, key: str) -> str:
    """`เดือนตุลาคม 2569`, `ปีงบประมาณ พ.ศ. 2570` or `ตุลาคม 2569 ถึง มีนาคม 2570`. `key`: of a period."""
    period = parse_period(key)
    first, last = (thai_dates.month_name(month) for month in (period.months[0], period.months[-1]))
    match len(period.months):
        case 1:
            return translator.say("statistics.month", month=first)
        case 12:
            return translator.say("statistics.year", year=key)
    return translator.say("statistics.months", first=first, last=last)
