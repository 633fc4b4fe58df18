"""The answers that the published figures of a round leave out, because months and half-years are published too.

The monthly report shows scores of all ratings together and of each aspect, the report of services shows scores of
half-years by service. The figures of a round would reveal those that are not shown there.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from domain.anonymity import LEAST_SHOWN
from domain.organisation.calendar import bangkok, month_bounds, month_key, month_shifted
from domain.surveys.counted_months import counted_months
from domain.surveys.participation import STANDING_SETS
from domain.surveys.question_set import Purpose
from domain.surveys.tally import Group
from domain.surveys.visible_answers import LeftOut, View
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys.told_months import halves_of, is_rated, last_month, told_half
from handlers.usecases.surveys.told_services import aspect_of, people_of, ratings_in
from storage.reporting.monthly_ratings import SCORE, aspect_questions
from storage.surveys.rounds import SurveyRound

IN_MONTHS = frozenset({Purpose.CASE, Purpose.SATISFACTION})
"""The purposes whose scores the monthly report shows."""


@dataclass(frozen=True)
class Limits:
    """What the figures of a round show to everybody but the section that runs the surveys.

    `view`: the answers. `services`: those to suppress, because their difference to half-years, departments or
    months would be few people. `has_groups`: whether there are breakdowns at all. `has_figures`: whether there is
    more than the number of people.
    """

    view: View
    services: frozenset[str] = frozenset()
    has_groups: bool = True
    has_figures: bool = True


@dataclass(frozen=True)
class _Part:
    """What a part of the limits adds. `hidden`: services."""

    left: tuple[LeftOut, ...] = ()
    hidden: frozenset[str] = frozenset()


def limits_of(
    uow: UnitOfWork,
    found: SurveyRound,
    counted: Iterable[Group],
    sections: Collection[str] | None = None,
) -> Limits:
    """Return the limits of the figures of a round for everybody but the section that runs the surveys.

    `counted`: all responses of the round. `sections`: the departments whose part is shown; None for the whole. Of
    an open round every answer of the running month is left out, and it has no breakdowns. A round that tells
    ratings has them when the half-year in which it ended is over.
    """
    is_open = found.is_open(uow.now)
    people = people_of(found, counted)
    has_figures = all(people.is_told(people.of_round(found.id, one)) for one in sections or ())
    if found.question_set.purpose not in IN_MONTHS:
        return Limits(View(), people.hidden_in(found.id), not is_open, has_figures)
    parts = [_Part(hidden=people.hidden_in(found.id)), *_aspects(uow, found, sections)]
    has_groups = not is_open
    if is_rated(found):
        parts += _halves(uow, found, sections)
        has_groups = halves_of(uow, found)[-1].bounds[1] <= uow.now
    left = [one for part in parts for one in part.left]
    if is_open:
        asked = frozenset(one.key for one in found.question_set.answerable)
        left.append(LeftOut(asked, *month_bounds(last_month(uow, found))))
    as_told, corrected, few = _corrections(uow, found, sections)
    return Limits(
        View(left_out=tuple(left), as_told=as_told, corrected=corrected),
        few.union(*(part.hidden for part in parts)),
        has_groups,
        has_figures,
    )


def _halves(
    uow: UnitOfWork, found: SurveyRound, sections: Collection[str] | None
) -> Iterator[_Part]:
    """Yield the months of each half-year whose ratings are left out, and the services that are not told there.

    The part of a department contains a half-year if its part of the months that the round contains is told.
    """
    inside = frozenset(_months(uow, found))
    for half in halves_of(uow, found):
        told = told_half(uow, half)
        left = inside.intersection(half.months) - told.shown.get(found.id, frozenset())
        if told.is_over:
            table = ratings_in(uow, told)
            is_told = all(table.is_told(table.of_round(found.id, one)) for one in sections or ())
            hidden = table.hidden_in(found.id)
        else:
            is_told, hidden = sections is None, frozenset[str]()
        yield _Part(_without(left if is_told else half.months), hidden)


def _without(months: Iterable[str]) -> tuple[LeftOut, ...]:
    return tuple(LeftOut(frozenset({SCORE}), *month_bounds(one)) for one in months)


def _aspects(
    uow: UnitOfWork, found: SurveyRound, sections: Collection[str] | None
) -> Iterator[_Part]:
    """Yield the months in which an aspect has few answers, unless these are enough together.

    The part of a department contains an aspect if that part is told.
    """
    question_set, is_open = found.question_set, found.is_open(uow.now)
    if question_set.purpose is not Purpose.SATISFACTION:
        return
    bounds = {month: month_bounds(month) for month in _months(uow, found)}
    by_month = {
        month: uow.tx.figures.answers_by_aspect(found.id, question_set, *times)
        for month, times in bounds.items()
    }
    for aspect, keys in _by_aspect(found).items():
        answers = {month: one[aspect] for month, one in by_month.items() if aspect in one}
        sizes = {month: one.fewest for month, one in answers.items()}
        left = frozenset(bounds) - counted_months(sizes, is_over=not is_open)
        hidden: frozenset[str] = frozenset()
        if not is_open:
            table = aspect_of(uow, found, answers)
            hidden = table.hidden_in(found.id)
            if not all(table.is_told(table.of_round(found.id, one)) for one in sections or ()):
                left = frozenset(bounds)
        yield _Part(tuple(LeftOut(keys, *bounds[month]) for month in sorted(left)), hidden)


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


def _by_aspect(found: SurveyRound) -> dict[str, frozenset[str]]:
    questions: dict[str, frozenset[str]] = {}
    for one in aspect_questions(found.question_set):
        questions[one.aspect] = questions.get(one.aspect, frozenset()) | {one.key}
    return questions


def _months(uow: UnitOfWork, found: SurveyRound) -> list[str]:
    """Return the months from the start of a round to its end, or to now."""
    month, last = month_key(bangkok(found.opens_at).date()), last_month(uow, found)
    months = [month]
    while months[-1] < last:
        months.append(month_shifted(months[-1], 1))
    return months
