"""The answers that the published figures of a round leave out, because months and half-years are published too.

The monthly report shows scores of all ratings together and of each aspect, the report of services shows scores of
half-years by service. The figures of a round would reveal those that are not shown there.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.anonymity import LEAST_SHOWN
from domain.organisation.calendar import bangkok, month_bounds, month_key, month_shifted
from domain.reporting.service_scores import hidden_services
from domain.statistics.histogram import size
from domain.surveys.counted_months import counted_months, reveals_part
from domain.surveys.participation import CASE_SET, STANDING_SETS
from domain.surveys.question_set import Purpose
from domain.surveys.visible_answers import LeftOut, View
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys.period_scores import Scores, counted_in, divided_in
from handlers.usecases.surveys.told_months import ToldMonths, last_month, told_months
from storage.reporting.monthly_ratings import SCORE, MonthRatings, aspect_questions
from storage.surveys.rounds import SurveyRound

IN_MONTHS = frozenset({Purpose.CASE, Purpose.SATISFACTION})
"""The purposes whose scores the monthly report shows."""


@dataclass(frozen=True)
class Limits:
    """What the figures of a round show to everybody but the section that runs the surveys.

    `view`: the answers. `services`: those to suppress, because their difference to half-years would be few people.
    """

    view: View
    services: frozenset[str] = frozenset()


def limits_of(
    uow: UnitOfWork, found: SurveyRound, sections: Collection[str] | None = None
) -> Limits:
    """Return the limits of the figures of a round whose scores are in the monthly reports.

    `sections`: the departments whose part of the round is shown; None for the whole round. Of an open round every
    answer of the running month is left out.
    """
    if found.question_set.purpose not in IN_MONTHS:
        return Limits(View())
    left = list(_aspects(uow, found))
    services: frozenset[str] = frozenset()
    if found.question_set.key in STANDING_SETS and found.question_set.has(SCORE):
        told = told_months(uow, found)
        shown = told.shown - _revealing(uow, found, sections, told)
        left += [
            LeftOut(frozenset({SCORE}), *month_bounds(month))
            for month in _months(uow, found)
            if month not in shown
        ]
        services = _hidden_in_halves(uow, told) | _partly_shown(found, told, shown)
    if found.is_open(uow.now):
        asked = frozenset(one.key for one in found.question_set.answerable)
        left.append(LeftOut(asked, *month_bounds(last_month(uow, found))))
    as_told, corrected, few = _corrections(uow, found, sections)
    return Limits(View(left_out=tuple(left), as_told=as_told, corrected=corrected), services | few)


def _revealing(
    uow: UnitOfWork, found: SurveyRound, sections: Collection[str] | None, told: ToldMonths
) -> frozenset[str]:
    """Return the months of half-years whose part in these departments would reveal services of few answers."""
    return frozenset(
        month
        for half, counted in told.whole.items()
        if _reveals(uow, found, sections, counted)
        for month in half.months
    )


def _reveals(
    uow: UnitOfWork,
    found: SurveyRound,
    sections: Collection[str] | None,
    counted: Sequence[MonthRatings],
) -> bool:
    scores = _together(counted)
    hidden = {key: size(scores[key]) for key in hidden_services(scores, divided_in(uow, counted))}
    if sections is not None and found.question_set.key != CASE_SET:
        services = uow.context.catalog.services
        own = frozenset(one.key for one in services if one.department in sections)
        if reveals_part(hidden, own):
            return True
    rounds = {round_id for one in counted for round_id in one.by_round}
    return len(rounds) > 1 and reveals_part(hidden, frozenset({""}))


def _hidden_in_halves(uow: UnitOfWork, told: ToldMonths) -> frozenset[str]:
    """Return the services that are suppressed in a half-year.

    If a longer period showed them, the suppressed ones could be computed by subtracting the other half-year.
    """
    return frozenset().union(
        *(
            hidden_services(_together(counted), divided_in(uow, counted))
            for counted in told.whole.values()
        )
    )


def _partly_shown(found: SurveyRound, told: ToldMonths, shown: frozenset[str]) -> frozenset[str]:
    """Return the services of which few answers are in a half-year, but not in the figures of the round."""
    few: set[str] = set()
    for half, by_month in told.by_half.items():
        counts: Counter[str] = Counter()
        for month in counted_in(half, by_month) - shown:
            for (round_id, service), count in by_month[month].parts.items():
                counts[service] += count if round_id == found.id else 0
        few |= {service for service, count in counts.items() if 0 < count < LEAST_SHOWN}
    return frozenset(few)


def _corrections(
    uow: UnitOfWork, found: SurveyRound, sections: Collection[str] | None
) -> tuple[frozenset[str], frozenset[int], frozenset[str]]:
    """Return questions and responses whose answers stay as they were told, and services to suppress.

    Answers that were changed or declared invalid after their month was told count in the figures of a closed round
    if they are of LEAST_SHOWN people: the difference to the months would tell those of fewer. Services of which
    they are few are suppressed.
    """
    is_open = found.is_open(uow.now)
    groups = list(_told_questions(found))
    if is_open:
        groups.append(frozenset(one.key for one in found.question_set.answerable))
    rows = [
        one
        for one in uow.tx.survey_tallies.corrected(found.id, frozenset().union(*groups))
        if sections is None or one.section in sections
    ]
    as_told: set[str] = set()
    corrected: set[int] = set()
    few: set[str] = set()
    for questions in groups:
        of_group = {one.response: one for one in rows if one.question in questions}
        if is_open or len(of_group) < LEAST_SHOWN:
            as_told |= questions
            # Of an open round invalid responses are only taken out when they are enough, see `voiding`.
            corrected |= {key for key, one in of_group.items() if not (is_open and one.is_void)}
        elif SCORE in questions:
            counts = Counter(one.service for one in of_group.values())
            few |= {service for service, count in counts.items() if count < LEAST_SHOWN}
    return frozenset(as_told), frozenset(corrected), frozenset(few)


def _told_questions(found: SurveyRound) -> Iterator[frozenset[str]]:
    """Yield the questions whose scores the monthly report tells together."""
    question_set = found.question_set
    if question_set.key in STANDING_SETS:
        yield frozenset({SCORE})
    if question_set.purpose is Purpose.SATISFACTION:
        yield from _by_aspect(found).values()


def _aspects(uow: UnitOfWork, found: SurveyRound) -> Iterator[LeftOut]:
    """Yield the months in which an aspect has few answers, unless these are enough together."""
    question_set = found.question_set
    if question_set.purpose is not Purpose.SATISFACTION:
        return
    by_month = {
        month: uow.tx.figures.answers_by_aspect(found.id, question_set, *month_bounds(month))
        for month in _months(uow, found)
    }
    for aspect, keys in _by_aspect(found).items():
        answers = {month: one.get(aspect, 0) for month, one in by_month.items()}
        counted = counted_months(answers, is_over=not found.is_open(uow.now))
        for month in answers.keys() - counted:
            yield LeftOut(keys, *month_bounds(month))


def _by_aspect(found: SurveyRound) -> dict[str, frozenset[str]]:
    questions: dict[str, frozenset[str]] = {}
    for one in aspect_questions(found.question_set):
        questions[one.aspect] = questions.get(one.aspect, frozenset()) | {one.key}
    return questions


def _together(months: Iterable[MonthRatings]) -> Scores:
    scores: Scores = {}
    for month in months:
        for service, counts in month.scores.items():
            scores.setdefault(service, Counter()).update(counts)
    return scores


def _months(uow: UnitOfWork, found: SurveyRound) -> list[str]:
    """Return the months from the start of a round to its end, or to now."""
    month, last = month_key(bangkok(found.opens_at).date()), last_month(uow, found)
    months = [month]
    while months[-1] < last:
        months.append(month_shifted(months[-1], 1))
    return months
