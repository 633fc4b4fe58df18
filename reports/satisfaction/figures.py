"""Collect the figures of the satisfaction reports from the surveys of a period."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.organisation.calendar import bangkok
from domain.organisation.periods import Period, parse_period
from domain.reporting.open_data import together
from domain.reporting.satisfaction import FormLine, RoundFigures, SatisfactionFigures, Wait, Window
from domain.reporting.service_scores import service_figures
from domain.surveys.coverage import Frame
from domain.surveys.figures import Context
from domain.surveys.question_set import Kind, Purpose
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import improvement_effects
from handlers.usecases.surveys.period_scores import scores_of
from handlers.usecases.surveys.results import figures_for_others
from handlers.usecases.surveys.told_months import halves_of, is_rated
from handlers.usecases.surveys.told_services import ratings_of
from storage.surveys.rounds import SurveyRound

SATISFACTION = frozenset({Purpose.CASE, Purpose.SATISFACTION})


def satisfaction(uow: UnitOfWork, period: str) -> str:
    """Return the figures of the satisfaction surveys as JSON. Raises ValueError for an invalid period."""
    asked = parse_period(period)
    improved = improvement_effects.done_in(uow, *asked.bounds)
    return replace(_of_purposes(uow, asked, SATISFACTION), improvements=improved).to_json()


def aligned(uow: UnitOfWork, period: str) -> str:
    """Return the figures of the office's own surveys on the themes of the EIT, with the windows of the EIT."""
    found = _of_purposes(uow, parse_period(period), frozenset({Purpose.EIT_ALIGNED}))
    windows = tuple(
        Window(
            one.fiscal_year,
            one.opens.isoformat(),
            one.closes.isoformat(),
            one.address,
            one.may_be_shown,
        )
        for one in uow.context.eit_windows
    )
    return replace(found, windows=windows).to_json()


def services(uow: UnitOfWork, period: str) -> str:
    """Return the scores of every service in a period as JSON."""
    asked = parse_period(period)
    start, end = asked.bounds
    return service_figures(
        period,
        len(uow.tx.survey_served.cases_ended(start, end)),
        [*(one.key for one in uow.context.catalog.services), ""],
        scores_of(uow, asked),
        is_over=end <= uow.now,
        last_day=last_day(end),
        also=ratings_of(uow, asked).hidden if end <= uow.now else (),
    ).to_json()


def _of_purposes(
    uow: UnitOfWork, period: Period, purposes: frozenset[Purpose]
) -> SatisfactionFigures:
    start, end = period.bounds
    found = [
        _round(uow, one)
        for one in uow.tx.survey_rounds.all()
        if one.question_set.purpose in purposes and one.opens_at < end and one.ended_at > start
    ]
    # A standing round opens automatically and may have no answers; then it is reported only if there is no other.
    found.sort(key=lambda one: (-one.figures.coverage.n, one.figures.set_key))
    answered = [one for one in found if one.figures.coverage.n]
    return SatisfactionFigures(
        period.key, bangkok(uow.now).date().isoformat(), tuple(answered or found[:1])
    )


def _round(uow: UnitOfWork, found: SurveyRound) -> RoundFigures:
    question_set = found.question_set
    waits_for, waits_until = _wait(uow, found)
    context = Context(
        as_of=bangkok(uow.now).date().isoformat(),
        frame=Frame(found.population, found.population_source, found.target),
        words=uow.tx.survey_words.figures_of(found.id),
    )
    return RoundFigures(
        opens=bangkok(found.opens_at).date().isoformat(),
        closes=bangkok(found.last_moment).date().isoformat(),
        figures=figures_for_others(uow, found, context),
        comments=together(uow.tx.survey_words.count_by_subject(found.id)),
        form=tuple(
            FormLine(one.th, tuple(option.th for option in one.options))
            for one in question_set.questions
            if one.kind is not Kind.NOTE
        ),
        unverified=tuple(one.key for one in question_set.indicators if not one.verified),
        waits_for=waits_for,
        waits_until=waits_until,
    )


def _wait(uow: UnitOfWork, found: SurveyRound) -> tuple[Wait, str]:
    """Return what must end before all scores of a round are shown, and its last day."""
    if is_rated(found) and (end := halves_of(uow, found)[-1].bounds[1]) > uow.now:
        return Wait.HALF_YEAR, last_day(end)
    if found.is_open(uow.now):
        return Wait.CLOSE, bangkok(found.last_moment).date().isoformat()
    return Wait.NOTHING, ""


def last_day(end: datetime) -> str:
    """Return the last day of a period that ends at a midnight, as an ISO date."""
    return (bangkok(end) - timedelta(days=1)).date().isoformat()
