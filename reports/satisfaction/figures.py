"""Collect the figures of the satisfaction reports from the surveys of a period."""

from collections.abc import Iterable
from dataclasses import replace

from domain.organisation.calendar import bangkok
from domain.organisation.periods import Period, halves, parse_period
from domain.reporting.open_data import together
from domain.reporting.satisfaction import FormLine, RoundFigures, SatisfactionFigures, Window
from domain.reporting.service_scores import hidden_services, service_figures
from domain.surveys.coverage import Frame
from domain.surveys.figures import Context, SurveyFigures, survey_figures
from domain.surveys.publication import for_others
from domain.surveys.question_set import Kind, Purpose
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import improvements
from handlers.usecases.surveys.results import former_round
from storage.surveys.rounds import SurveyRound

SATISFACTION = frozenset({Purpose.CASE, Purpose.SATISFACTION})


def satisfaction(uow: UnitOfWork, period: str) -> str:
    """Return the figures of the satisfaction surveys as JSON. Raises ValueError for an invalid period."""
    asked = parse_period(period)
    improved = improvements.done_in(uow, *asked.bounds)
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
    start, end = parse_period(period).bounds
    return service_figures(
        period,
        len(uow.tx.survey_served.cases_ended(start, end)),
        [*(one.key for one in uow.context.catalog.services), ""],
        uow.tx.figures.scores(start, end),
    ).to_json()


def _of_purposes(
    uow: UnitOfWork, period: Period, purposes: frozenset[Purpose]
) -> SatisfactionFigures:
    start, end = period.bounds
    found = [
        _round(uow, one, period)
        for one in uow.tx.survey_rounds.all()
        if one.question_set.purpose in purposes and one.opens_at < end and one.ended_at > start
    ]
    # A standing round opens automatically and may have no answers; then it is reported only if there is no other.
    found.sort(key=lambda one: (-one.figures.coverage.n, one.figures.set_key))
    answered = [one for one in found if one.figures.coverage.n]
    return SatisfactionFigures(
        period.key, bangkok(uow.now).date().isoformat(), tuple(answered or found[:1])
    )


def _round(uow: UnitOfWork, found: SurveyRound, period: Period) -> RoundFigures:
    question_set = found.question_set
    context = Context(
        as_of=bangkok(uow.now).date().isoformat(),
        frame=Frame(found.population, found.population_source, found.target),
        words=uow.tx.survey_words.figures_of(found.id),
        former=former_round(uow, found),
    )
    tally = uow.tx.survey_tallies.of_round(found.id, question_set)
    figures = for_others(survey_figures(question_set, tally, context))
    return RoundFigures(
        opens=bangkok(found.opens_at).date().isoformat(),
        closes=bangkok(found.closes_at).date().isoformat(),
        figures=_without(figures, _hidden_in_a_half(uow, period)),
        comments=together(uow.tx.survey_words.count_by_subject(found.id)),
        form=tuple(
            FormLine(one.th, tuple(option.th for option in one.options))
            for one in question_set.questions
            if one.kind is not Kind.NOTE
        ),
        unverified=tuple(one.key for one in question_set.indicators if not one.verified),
    )


def _hidden_in_a_half(uow: UnitOfWork, period: Period) -> frozenset[str]:
    """Return the services that the report of services suppresses in a half of this year.

    If the year showed them, the suppressed numbers could be computed by subtracting the other half.
    """
    hidden: frozenset[str] = frozenset()
    for half in halves(period):
        hidden |= hidden_services(uow.tx.figures.scores(*half.bounds))
    return hidden


def _without(figures: SurveyFigures, hidden: Iterable[str]) -> SurveyFigures:
    left_out = {("service", key) for key in hidden}
    return replace(
        figures,
        coverage=replace(
            figures.coverage,
            services=tuple(
                one for one in figures.coverage.services if ("service", one.key) not in left_out
            ),
        ),
        groups=tuple(
            one.blank() if (one.dimension, one.key) in left_out else one for one in figures.groups
        ),
    )
