"""The results of a round, limited to what an officer may see."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from domain.organisation.calendar import bangkok, month_bounds, month_key
from domain.organisation.officers import Officer
from domain.surveys.coverage import Frame
from domain.surveys.figures import Context, Former, SurveyFigures, survey_figures
from domain.surveys.participation import CASE_SET
from domain.surveys.publication import for_others, for_section, without_scores
from domain.surveys.tally import Tally
from domain.surveys.visible_answers import View, in_view, people_in_view
from handlers.access import survey_readers
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys import rounds
from handlers.usecases.surveys.left_out import IN_MONTHS, Limits, limits_of
from handlers.usecases.surveys.told_services import sections_of_services
from storage.surveys.rounds import SurveyRound


@dataclass(frozen=True)
class Results:
    """A round with its figures.

    `figures`: None while scores are hidden. `answered`: responses, of the whole round or of the officer's
    department. `in_figures`: how many of them, the earliest, the figures contain. `is_in_steps`: that number grows
    by several people at once.
    """

    round: SurveyRound
    answered: int
    figures: SurveyFigures | None
    in_figures: int
    is_in_steps: bool = False


def results(uow: UnitOfWork, officer: Officer, round_id: int) -> Results:
    """Return the results of a round. Raises Refused no_such_round, and not_allowed if the officer may see none.

    The difference of two views of an open round could reveal one answer. The section that runs the surveys
    therefore sees figures that grow by several people, see `people_in_view`, and after the end those of everybody
    who answered. Executives see the figures of a closed round without small groups; heads and officers see the
    same for their own department.
    """
    found = rounds.get(uow, round_id)
    sections = survey_readers.sections_of(uow, officer)
    answered = sum(
        one.count
        for one in _everybody(uow, found).counted
        if sections is None or one.section in sections
    )
    context = Context(as_of=uow.now.isoformat(), frame=_frame(found, sections))
    if survey_readers.is_eit(uow, officer):
        if not found.is_open(uow.now):
            context = replace(context, former=former_round(uow, found))
            tally = _tally(uow, found, None)
            return Results(found, answered, _figures(found, tally, context), answered)
        view, seen = _first_people(uow, found, answered)
        if not seen:
            return Results(found, answered, None, 0, is_in_steps=True)
        context = replace(context, former=former_round(uow, found))
        figures = _figures(found, _in_view(uow, found, _tally(uow, found, None), view), context)
        return Results(found, answered, figures, seen, is_in_steps=True)
    if found.ended_at > uow.now:
        return Results(found, answered, None, 0)
    return Results(found, answered, figures_for_others(uow, found, context, sections), answered)


def figures_for_others(
    uow: UnitOfWork,
    found: SurveyRound,
    context: Context,
    sections: Collection[str] | None = None,
) -> SurveyFigures:
    """Return the figures of a round for everybody but the section that runs the surveys.

    They leave out what could be computed from them and from other reports: small groups, and answers of months of
    few answers. Those of an open round grow by several people at once and have no groups. `context`: without an
    earlier round. `sections`: as in `survey_readers.sections_of`.
    """
    limits, tally = _for_others(uow, found, sections)
    figures = _figures(
        found, tally, replace(context, former=former_round(uow, found, sections, for_all=False))
    )
    if not limits.has_figures:
        return without_scores(figures)
    if sections is not None:
        shown = for_section(figures, limits.services)
    else:
        shown = for_others(figures, sections_of_services(uow), limits.services)
    return shown if limits.has_groups else replace(shown, groups=())


def former_round(
    uow: UnitOfWork,
    found: SurveyRound,
    sections: Collection[str] | None = None,
    *,
    for_all: bool = True,
) -> Former | None:
    """Return the previous round of the same set, for the same departments, or None.

    `for_all`: with all its answers, else with those that everybody may see the figures of.
    """
    earlier = [
        one
        for one in uow.tx.survey_rounds.all()
        if one.question_set.key == found.question_set.key and one.opens_at < found.opens_at
    ]
    if not earlier:
        return None
    before = max(earlier, key=lambda one: one.opens_at)
    if for_all:
        tally = _tally(uow, before, sections)
    else:
        _, tally = _for_others(uow, before, sections)
    return Former(str(before.id), before.question_set, tally)


def _for_others(
    uow: UnitOfWork, found: SurveyRound, sections: Collection[str] | None
) -> tuple[Limits, Tally]:
    """Return the limits of `figures_for_others` and the counts of the answers that they contain."""
    everybody = _everybody(uow, found)
    tally = _tally(uow, found, sections, everybody)
    limits = limits_of(uow, found, everybody.counted, sections)
    view = limits.view
    if found.is_open(uow.now) and found.question_set.purpose not in IN_MONTHS:
        view, _ = _first_people(uow, found, sum(one.count for one in tally.counted))
    return limits, _in_view(uow, found, tally, view, sections)


def _first_people(uow: UnitOfWork, found: SurveyRound, answered: int) -> tuple[View, int]:
    """Return what the figures of an open round contain, and of how many people.

    These are the earliest people, with their answers as they were when the next one began. In the survey after a
    case every person of an earlier month is one of them: the times of their answers are reduced to the month when
    they are unlinked, so that nobody can tell any more who came first. `answered`: all people.
    """
    since = found.opens_at
    if found.question_set.key == CASE_SET:
        since = max(since, month_bounds(month_key(bangkok(uow.now).date()))[0])
    tallies = uow.tx.survey_tallies
    begun = tallies.begun_since(found.id, since)
    newest = tallies.newest(found.id, since, begun - people_in_view(begun))
    if not newest:
        return View(), answered
    _, until = newest[-1]
    return View(until, frozenset(one for one, _ in newest)), answered - len(newest)


def _in_view(
    uow: UnitOfWork,
    found: SurveyRound,
    tally: Tally,
    view: View,
    sections: Collection[str] | None = None,
) -> Tally:
    if view.is_whole:
        return tally
    concerned = uow.tx.survey_tallies.concerned(found.id, found.question_set, view)
    return in_view(found.question_set, tally, concerned, view, sections)


def _tally(
    uow: UnitOfWork,
    found: SurveyRound,
    sections: Collection[str] | None,
    everybody: Tally | None = None,
) -> Tally:
    """Return the counts of a round, or of these departments alone. `everybody`: as `_everybody` returns it."""
    if sections is None:
        return uow.tx.survey_tallies.of_round(found.id, found.question_set)
    whole = everybody or _everybody(uow, found)
    return uow.tx.survey_counts.of_sections(whole, found.id, sections)


def _everybody(uow: UnitOfWork, found: SurveyRound) -> Tally:
    """Return the responses of a round without their answers."""
    return Tally(groups=uow.tx.survey_tallies.groups(found.id))


def _frame(found: SurveyRound, sections: Collection[str] | None) -> Frame:
    """Return the population and the target, which are known only for the whole office, not for departments."""
    if sections is not None:
        return Frame()
    return Frame(found.population, found.population_source, found.target)


def _figures(found: SurveyRound, tally: Tally, context: Context) -> SurveyFigures:
    return survey_figures(found.question_set, tally, context)
