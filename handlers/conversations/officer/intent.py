"""What an officer's typed text is meant for."""

from domain.language.officer_intent import LISTS, QUERIES, Intended, Intent, intended
from domain.language.officer_order import (
    CaseReference,
    case_reference,
    commanded,
    is_only_case,
)
from domain.language.officer_query import read_query
from domain.organisation.calendar import bangkok
from handlers.conversations.officer.case_lists import with_number
from handlers.engine.turn import Turn

_SURE_QUERY = 0.85
"""Minimum probability of a query while a question is open that takes any text."""
NAME_LENGTH = 30
"""Characters of the longest name or word to search for."""


def intent_of(turn: Turn, text: str) -> Intended:
    """Return what the writer of a text wants who is an officer."""
    language = turn.uow.context.language
    return intended(language.dialect.read(text).squeezed, language.officer_model)


def is_chatter(turn: Turn, text: str) -> bool:
    """Whether an officer's text is talk with colleagues, in which names and money accuse nobody."""
    read = intent_of(turn, text) if turn.officer is not None else None
    return read is not None and read.probabilities[Intent.OTHER] >= _SURE_QUERY


def is_named_order(text: str) -> bool:
    """Whether a text certainly orders something about a case that it names by its number."""
    reference = case_reference(text)
    return reference is not None and reference.is_certain and commanded(text) is not None


def is_order_about_another(turn: Turn, text: str, case_id: int) -> bool:
    """Whether a text orders something about a case that it names, other than this one (0 for none)."""
    reference = case_reference(text)
    if reference is None or is_only_case(text, reference):
        return False
    case = turn.uow.tx.complaints.find(case_id) if case_id else None
    if case is not None and f"-{reference.running:06}-" in case.number:
        return False
    if not reference.is_certain:
        # "Assign 64 to Mana" names its case; "60 a child was bitten" does if there is one of that number.
        is_first = not text[: reference.start].strip()
        return commanded(text) is not None or (is_first and _is_case_of(turn, reference))
    return commanded(text) is not None or intent_of(turn, text).of_orders >= _SURE_QUERY


def _is_case_of(turn: Turn, reference: CaseReference) -> bool:
    """Whether the officer has a case with this number in reach."""
    return turn.officer is not None and bool(with_number(turn, turn.officer, reference))


def is_query(turn: Turn, text: str) -> bool:
    """Whether a text is surely a query of cases or figures, also in the middle of something else."""
    reference = case_reference(text)
    if reference is not None and reference.is_certain and is_only_case(text, reference):
        return True
    read = intent_of(turn, text)
    if read.probability < _SURE_QUERY or len(text) > NAME_LENGTH:
        return False
    # "Not done yet" may be the answer to the open question: who wants a list names it.
    departments, today = turn.uow.context.catalog.departments, bangkok(turn.uow.now).date()
    is_list = read.intent in LISTS and read_query(text, departments, today) is not None
    return is_list or read.intent in QUERIES
