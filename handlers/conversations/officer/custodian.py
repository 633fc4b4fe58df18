"""Answer what a custodian types, who sees the staff complaints in their care and no list of ordinary cases."""

from domain.language.officer_intent import Intent
from domain.language.officer_query import read_query
from domain.organisation.calendar import bangkok
from domain.organisation.officers import Officer
from domain.text.thai_text import fold
from handlers.access import custodians, reading
from handlers.access.work_list import LIST_LIMIT
from handlers.conversations.officer import work_list
from handlers.conversations.officer.figures import ways
from handlers.conversations.officer.intent import intent_of
from handlers.core.buttons import Button
from handlers.core.messages import ButtonAction, Cards, Choice, Reply, Text
from handlers.engine.turn import Turn
from handlers.views import case_card

_LISTS = frozenset(
    {Intent.MINE, Intent.NEW, Intent.LATE, Intent.SOON, Intent.OPEN, Intent.WAITING, Intent.ACCUSED}
)


def answer(turn: Turn, officer: Officer, text: str) -> list[Reply]:
    """Return the cases with the words that are searched, or the work if any list is asked for; else empty."""
    departments = turn.uow.context.catalog.departments
    query = read_query(text, departments, bangkok(turn.uow.now).date())
    if query is not None and query.words:
        return _found(turn, officer, query.words)
    read = intent_of(turn, text)
    return work_list.work(turn) if read.intent in _LISTS and read.is_sure else []


def _found(turn: Turn, officer: Officer, words: str) -> list[Reply]:
    """Return the cases in custody with these words. They are few, and each reading is recorded."""
    found = []
    for case in custodians.cases_in_custody_of(turn.uow, officer):
        opened = reading.by_officer(turn.uow, officer, case)
        custodians.note_read(turn.uow, officer, case, "list")
        if fold(words) in fold(f"{opened.number} {opened.detail}"):
            found.append(opened)
    if not found:
        return [Text(turn.say("search.none"), ways(turn))]
    cards = tuple(
        case_card.summary(turn.uow, turn.translator, one, Button.SHOW_CASE)
        for one in found[:LIST_LIMIT]
    )
    about = tuple(one.id for one in found)
    return [Cards(turn.say("search.found", count=len(found)), cards, about=about)]


def of_wrong(turn: Turn) -> list[Reply]:
    """Answer a custodian who writes of a wrong: about a case in their care, or a complaint of their own."""
    labels = (turn.label("menu.work"), turn.label("menu.conduct"))
    choices = tuple(Choice(label, ButtonAction.SAY, label) for label in labels)
    return [Text(turn.say("search.of_custodian"), choices)]
