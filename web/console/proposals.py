"""The origin of a proposed improvement: a question of a survey, a pattern of cases, or an officer's own idea."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.errors import Refused
from domain.organisation.officers import Officer
from domain.reporting.improvement import Improvement, Source
from domain.surveys.question_set import Kind
from handlers.core.messages import row_key
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import improvements
from storage.reporting.improvements import NewImprovement, Pattern
from web.console.desk import Desk


@dataclass(frozen=True)
class Repeated:
    """A pattern of cases from which an improvement may be proposed."""

    pattern: Pattern
    title: str


@dataclass(frozen=True)
class Origin:
    """What the proposal follows from. `name` and `value`: of the field of the form that says so."""

    name: str
    value: str
    title: str


def repeated(uow: UnitOfWork, desk: Desk, officer: Officer) -> list[Repeated]:
    """Return the patterns of cases that an officer may propose an improvement for."""
    return [Repeated(one, _pattern(uow, desk, one)) for one in improvements.patterns(uow, officer)]


def origin(
    uow: UnitOfWork, values: Mapping[str, str], patterns: Sequence[Repeated]
) -> Origin | None:
    """Return what the page was opened for; None for a proposal of one's own.

    Also None once the cases of a pattern are no longer so many, and for a made-up address.
    """
    about = values.get("about", "")
    chosen = next((one for one in patterns if one.pattern.category == about), None)
    if chosen is not None:
        return Origin("about", about, chosen.title)
    key, _, question = values.get("question", "").partition(".")
    found = uow.tx.survey_rounds.find(row_key(key))
    if found is None or not found.question_set.has(question):
        return None
    asked = found.question_set.question(question)
    if asked.kind is not Kind.SCALE:
        return None
    return Origin("question", f"{found.id}.{question}", f"{found.question_set.th} · {asked.th}")


def proposed(uow: UnitOfWork, officer: Officer, form: Mapping[str, str]) -> Improvement:
    """Store the proposal of the form. Raises Refused."""
    what, section, about = form.get("what", ""), form.get("section", ""), form.get("about", "")
    if asked := form.get("question", ""):
        key, _, question = asked.partition(".")
        return improvements.propose_from_question(uow, officer, row_key(key), question, what)
    if about:
        found = uow.context.catalog.categories_by_key.get(about)
        if found is None or uow.context.catalog.is_about_staff(about):
            raise Refused("no_such_question")
        new = NewImprovement(what, Source.CASES, found.department, category=about)
        return improvements.propose(uow, officer, new)
    if section not in uow.context.catalog.departments_by_key:
        raise Refused("unknown_department", department=section)
    return improvements.propose(uow, officer, NewImprovement(what, Source.OTHER, section))


def _pattern(uow: UnitOfWork, desk: Desk, one: Pattern) -> str:
    catalog = uow.context.catalog
    villages = {found.number: found.label for found in catalog.organisation.villages}
    return desk.say(
        "improvement.pattern",
        name=catalog.category(one.category).th,
        place=villages.get(one.village, str(one.village)),
        count=one.cases,
    )
