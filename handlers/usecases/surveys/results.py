"""The results of a round, limited to what an officer may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.organisation.officers import Officer
from domain.surveys.coverage import Frame
from domain.surveys.figures import Context, Former, SurveyFigures, WordFigures, survey_figures
from domain.surveys.publication import for_others, for_section
from domain.surveys.tally import Tally
from handlers.access import survey_readers
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys import rounds
from storage.surveys.rounds import SurveyRound


@dataclass(frozen=True)
class Results:
    """A round with its figures.

    `figures`: None while scores are hidden: only the section that runs the surveys sees those of an open round.
    `answered`: responses, of the whole round or of the officer's department.
    """

    round: SurveyRound
    answered: int
    figures: SurveyFigures | None


def results(uow: UnitOfWork, officer: Officer, round_id: int) -> Results:
    """Return the results of a round. Raises Refused no_such_round, and not_allowed if the officer may see none.

    The section that runs the surveys sees everything. Executives see the figures of a closed round without small
    groups; heads and officers see the same for their own department. The round must be closed, because the
    difference of two views of an open round could reveal one answer.
    """
    found = rounds.get(uow, round_id)
    sections = survey_readers.sections_of(uow, officer)
    tally = _tally(uow, found, sections)
    answered = sum(one.count for one in tally.counted)
    if survey_readers.is_eit(uow, officer):
        return Results(found, answered, _figures(uow, found, tally))
    if found.ended_at > uow.now:
        return Results(found, answered, None)
    figures = _figures(uow, found, tally, sections)
    if sections is not None:
        return Results(found, answered, for_section(figures))
    catalog = uow.context.catalog
    section_of = {one.key: one.department for one in catalog.services}
    section_of[""] = catalog.organisation.eit_section
    return Results(found, answered, for_others(figures, section_of))


def _tally(uow: UnitOfWork, found: SurveyRound, sections: Sequence[str] | None) -> Tally:
    """Return the counts of a round, or of these departments alone."""
    tally = uow.tx.survey_tallies.of_round(found.id, found.question_set)
    if sections is None:
        return tally
    return uow.tx.survey_counts.of_sections(tally, found.id, sections)


def _figures(
    uow: UnitOfWork, found: SurveyRound, tally: Tally, sections: Sequence[str] | None = None
) -> SurveyFigures:
    # The population and the target are known only for the whole office, not for its departments.
    whole = Frame(found.population, found.population_source, found.target)
    context = Context(
        as_of=uow.now.isoformat(),
        frame=whole if sections is None else Frame(),
        words=WordFigures(),
        former=former_round(uow, found, sections),
    )
    return survey_figures(found.question_set, tally, context)


def former_round(
    uow: UnitOfWork, found: SurveyRound, sections: Sequence[str] | None = None
) -> Former | None:
    """Return the previous round of the same set, for the same departments, or None."""
    earlier = [
        one
        for one in uow.tx.survey_rounds.all()
        if one.question_set.key == found.question_set.key and one.opens_at < found.opens_at
    ]
    if not earlier:
        return None
    before = max(earlier, key=lambda one: one.opens_at)
    return Former(str(before.id), before.question_set, _tally(uow, before, sections))
