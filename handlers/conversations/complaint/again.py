"""A complaint about a problem that is back after its reporter confirmed that it was fixed."""

from domain.cases.complaint import Complaint
from domain.language.told_place import told_place
from handlers.access import reading
from handlers.conversations.complaint.draft import ComplaintDraft
from handlers.engine.turn import Turn
from handlers.usecases.case_filing import DETAIL_LIMIT

SURE = 2.0
"""Minimum margin, in the lexicon's weights, for a problem of a similar topic to be another one."""


def draft_of(turn: Turn, case: Complaint, text: str) -> ComplaintDraft:
    """Return the draft with the topic and the place of this case."""
    told = reading.by_reporter(case)
    place = told_place(told.place, told.detail, turn.uow.context.catalog.organisation)
    return ComplaintDraft(
        detail=text[:DETAIL_LIMIT], category=case.category, place=place, hide_name=case.hide_name
    )


def names_another(turn: Turn, case: Complaint, text: str) -> bool:
    """Whether a text names a problem of another topic than that of a case, and not only of a similar one."""
    understood = turn.uow.understood(text)
    if not (understood.guess.margin and understood.names_a_problem):
        return False
    kin = turn.uow.context.language.lexicon.kin.get(case.category, ())
    is_kin = understood.topics[0] in kin and understood.guess.margin < SURE
    return understood.topics[0] != case.category and not is_kin
