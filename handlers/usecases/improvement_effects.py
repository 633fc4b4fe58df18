"""The effect of an improvement: the answers to its question before it was agreed and after it was done."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from domain.anonymity import LEAST_SHOWN
from domain.organisation.calendar import bangkok
from domain.reporting.improvement import Asked, Improvement, ImprovementSummary, State
from domain.statistics.histogram import size
from domain.surveys.change import ChangeFigures, Comparison, changes
from domain.surveys.participation import CASE_SET
from domain.surveys.question_figures import score_histogram
from domain.surveys.question_set import Question
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.views import improvement_text
from storage.reporting.improvements import EARLIEST


@dataclass(frozen=True)
class Effect:
    """The answers to a question before an improvement was agreed and after it was done.

    `is_waiting`: the improvement is not done, or too few people have answered since.
    """

    question: Question
    change: ChangeFigures

    @property
    def is_waiting(self) -> bool:
        return self.change.p is None


def measured_by(uow: UnitOfWork, one: Improvement) -> Question | None:
    """Return the question whose answers before and after measure an improvement."""
    return _question(uow, one.asked) if one.asked else None


def effect(uow: UnitOfWork, one: Improvement) -> Effect | None:
    """Return the answers before and after; None if no question measures it or too few people answered.

    Before: up to the day of the agreement. After: since it was done. Small numbers of answers would reveal what
    single people think, so at least LEAST_SHOWN are required before and after, which are added at once.
    """
    question = measured_by(uow, one)
    if one.asked is None or question is None or one.agreed_at is None:
        return None
    codes = partial(uow.tx.improvements.codes, one.asked, topic=_topic(one))
    before = score_histogram(question, codes(EARLIEST, one.agreed_at))
    after = {}
    if one.state is State.DONE and one.ended_at is not None:
        if 0 < size(score_histogram(question, codes(one.ended_at, uow.now))) < LEAST_SHOWN:
            return None
        # They grow by several answers at once: the difference of two looks would be a single one.
        after = score_histogram(question, codes(one.ended_at, uow.now, step=LEAST_SHOWN))
    if size(before) < LEAST_SHOWN or 0 < size(after) < LEAST_SHOWN:
        return None
    return Effect(question, changes([Comparison(question, before, after)])[0])


def effect_line(uow: UnitOfWork, translator: Translator, one: Improvement) -> str:
    """Return the answers before and after in one line of text, or why there is none."""
    found = effect(uow, one)
    change = found.change if found else None
    return improvement_text.effect(translator, change, measured_by(uow, one))


def done_in(uow: UnitOfWork, start: datetime, end: datetime) -> tuple[ImprovementSummary, ...]:
    """Return the summaries of the improvements done in a period, the earliest first."""
    return tuple(summary_of(uow, one) for one in uow.tx.improvements.ended_in(start, end))


def summary_of(uow: UnitOfWork, one: Improvement) -> ImprovementSummary:
    """Return the summary of an improvement, with the effect measured by its question."""
    ended = bangkok(one.ended_at).date().isoformat() if one.ended_at else ""
    found = effect(uow, one)
    if found is None or found.is_waiting:
        return ImprovementSummary(one.what, one.result, ended)
    change = found.change
    return ImprovementSummary(
        one.what,
        one.result,
        ended,
        change.verdict.value,
        change.score_before,
        change.score,
        change.n_before,
        change.n,
    )


def _topic(one: Improvement) -> str:
    """Return the category of the cases about which the question is asked, "" for a question about services."""
    is_about_cases = one.asked is not None and one.asked.set_key == CASE_SET
    return one.category if is_about_cases else ""


def _question(uow: UnitOfWork, asked: Asked) -> Question | None:
    for one in (found.question_set for found in uow.tx.survey_rounds.all()):
        if (one.key, one.version) == (asked.set_key, asked.version) and one.has(asked.question):
            return one.question(asked.question)
    return None
