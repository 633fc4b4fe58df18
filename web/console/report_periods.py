"""The periods of each report: their lengths, and which of them stand for one that it lacks."""

from collections.abc import Iterable

from domain.organisation.periods import Period
from handlers.core.i18n import Translator
from reports.kinds import KINDS
from reports.statistics.period_names import period_name

LENGTHS = {"month": "2569-10", "quarter": "2570-Q1", "half": "2570-H1", "year": "2570"}
"""Each length of a period, with an example of it."""


def name_of(translator: Translator, code: str) -> str:
    """Return the name of a report, with the lengths of its periods if it lacks some."""
    name = translator.say(f"reporting.{code}")
    found = [length for length, key in LENGTHS.items() if _exists(code, key)]
    if len(found) == len(LENGTHS):
        return name
    lengths = " ".join(translator.say(f"reporting.length_{length}") for length in found)
    return translator.say("reporting.of_lengths", report=name, lengths=lengths)


def named(translator: Translator, periods: Iterable[Period]) -> list[tuple[str, str]]:
    """Return the key and the name of each period."""
    return [(one.key, period_name(translator, one.key)) for one in periods]


def near(code: str, wished: str, periods: Iterable[Period]) -> list[Period]:
    """Return the periods of a report that share a month with `wished`, which it lacks, in the given order."""
    asked = list(periods)
    months = {month for one in asked if one.key == wished for month in one.months}
    return [one for one in asked if months & set(one.months) and _exists(code, one.key)]


def _exists(code: str, key: str) -> bool:
    try:
        KINDS[code].bounds(key)
    except ValueError:
        return False
    return True
