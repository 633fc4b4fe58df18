"""The answers that the published figures of a round leave out, because months and half-years are published too.

The monthly report shows scores of all ratings together and of each aspect, the report of services shows scores of
half-years by service. The figures of a round would reveal those that are not shown there.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from domain.anonymity import LEAST_SHOWN
from domain.organisation.calendar import bangkok, month_bounds, month_key, month_shifted
from domain.organisation.periods import Period, halves, parse_period
from domain.reporting.service_scores import hidden_services
from domain.statistics.histogram import size
from domain.surveys.counted_months import counted_months, reveals_part
from domain.surveys.participation import CASE_SET, STANDING_SETS
from domain.surveys.question_set import Purpose
from domain.surveys.visible_answers import LeftOut
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys.period_scores import Scores, counted_in, ratings_by_month, scores_of
from storage.reporting.monthly_ratings import SCORE, MonthRatings, aspect_questions
from storage.surveys.rounds import SurveyRound

IN_MONTHS = frozenset({Purpose.CASE, Purpose.SATISFACTION})
"""The purposes whose scores the monthly report shows."""


def left_out(
    uow: UnitOfWork, found: SurveyRound, sections: Collection[str] | None = None
) -> tuple[LeftOut, ...]:
    """Return the answers to leave out for everybody but the section that runs the surveys.

    `sections`: the departments whose part of the round is shown; None for the whole round. Of an open round every
    answer of the running month is left out.
    """
    if found.question_set.purpose not in IN_MONTHS:
        return ()
    left = [*_ratings(uow, found, sections), *_aspects(uow, found)]
    if found.is_open(uow.now):
        asked = frozenset(one.key for one in found.question_set.answerable)
        running = month_bounds(_month(found, uow))
        left.append(LeftOut(asked, *running))
    return tuple(left)


def hidden_in_halves(uow: UnitOfWork, periods: Sequence[Period]) -> frozenset[str]:
    """Return the services whose scores are suppressed in one of these half-years.

    If a longer period showed them, the suppressed ones could be computed by subtracting the other half-year.
    """
    return frozenset().union(*(hidden_services(scores_of(uow, half)) for half in periods))


def halves_of(uow: UnitOfWork, found: SurveyRound) -> list[Period]:
    """Return the half-years in which a round was open."""
    return list(
        dict.fromkeys(half for one in _months(found, uow) for half in halves(parse_period(one)))
    )


def _ratings(
    uow: UnitOfWork, found: SurveyRound, sections: Collection[str] | None
) -> Iterator[LeftOut]:
    """Yield the months whose ratings are left out."""
    if found.question_set.key not in STANDING_SETS or not found.question_set.has(SCORE):
        return
    sets = {one.id: one.question_set.key for one in uow.tx.survey_rounds.all()}
    for half in halves_of(uow, found):
        by_month = ratings_by_month(uow, half)
        counted = counted_in(half, by_month)
        if len(by_month) == len(half.months) and _reveals(
            uow, found, sections, [by_month[month] for month in counted]
        ):
            counted = frozenset()
        for month, ratings in by_month.items():
            if month not in counted or _is_divided(ratings.by_round, sets):
                yield LeftOut(frozenset({SCORE}), *month_bounds(month))


def _reveals(
    uow: UnitOfWork,
    found: SurveyRound,
    sections: Collection[str] | None,
    months: Sequence[MonthRatings],
) -> bool:
    """Return whether the part of a half-year that a round shows would reveal services or rounds of few answers."""
    scores: Scores = {}
    by_round: Counter[int] = Counter()
    for month in months:
        by_round.update(month.by_round)
        for service, counts in month.scores.items():
            scores.setdefault(service, Counter()).update(counts)
    hidden = {key: size(scores[key]) for key in hidden_services(scores)}
    if sections is not None:
        services = uow.context.catalog.services
        own = frozenset(one.key for one in services if one.department in sections)
        if found.question_set.key != CASE_SET and reveals_part(hidden, own):
            return True
    if len(by_round) < 2:
        return False
    return min(by_round.values()) < LEAST_SHOWN or reveals_part(hidden, frozenset({""}))


def _is_divided(by_round: Mapping[int, int], sets: Mapping[int, str]) -> bool:
    """Return whether two rounds of one set share the ratings of a month, one of them few."""
    rounds_of = Counter(sets[one] for one in by_round)
    return any(rounds_of[sets[one]] > 1 and by_round[one] < LEAST_SHOWN for one in by_round)


def _aspects(uow: UnitOfWork, found: SurveyRound) -> Iterator[LeftOut]:
    """Yield the months in which an aspect has few answers, unless these are enough together."""
    question_set = found.question_set
    if question_set.purpose is not Purpose.SATISFACTION:
        return
    by_month = {
        month: uow.tx.figures.answers_by_aspect(found.id, question_set, *month_bounds(month))
        for month in _months(found, uow)
    }
    questions: dict[str, set[str]] = {}
    for one in aspect_questions(question_set):
        questions.setdefault(one.aspect, set()).add(one.key)
    for aspect, keys in questions.items():
        answers = {month: one.get(aspect, 0) for month, one in by_month.items()}
        counted = counted_months(answers, is_over=not found.is_open(uow.now))
        for month in answers.keys() - counted:
            yield LeftOut(frozenset(keys), *month_bounds(month))


def _months(found: SurveyRound, uow: UnitOfWork) -> list[str]:
    """Return the months from the start of a round to its end, or to now."""
    month, last = month_key(bangkok(found.opens_at).date()), _month(found, uow)
    months = [month]
    while months[-1] < last:
        months.append(month_shifted(months[-1], 1))
    return months


def _month(found: SurveyRound, uow: UnitOfWork) -> str:
    """Return the month in which a round ended, or the running month."""
    return month_key(bangkok(min(found.last_moment, uow.now)).date())
