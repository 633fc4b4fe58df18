"""Coming back to a case: by its number, or by words that can only mean an open one."""

from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from domain.language.follow_up import FRESH, JUST_NOW
from handlers.access import work_list
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.conversations.reporter import answer_or_dispute, tracking
from handlers.core.messages import Reply
from handlers.engine.turn import Turn


def by_number(turn: Turn, number: str, text: str) -> list[Reply]:
    """The case of a number that was typed; with more words around it, they are added to one's own case."""
    context = turn.uow.context
    case = work_list.own_by_number(turn.uow, turn.user.line_user_id, number)
    adds = not context.follow_ups.adds_nothing(text, context.catalog.organisation.case_prefix)
    if case is not None and case.is_open and adds:
        return answer_or_dispute.start(turn, case, Action.ADD, text)
    return tracking.show_number(turn, number)


def by_evidence(turn: Turn) -> list[Reply] | None:
    """What to answer to a photo or a voice without a word; None when it is about no case.

    It answers an open question, or follows a case that was told of just now: its receipt asks for one.
    """
    asked = work_list.own_asked(turn.uow, turn.user.line_user_id)
    if asked:
        return answer_or_dispute.start_answer(turn, asked)
    case = _told_just_now(turn)
    return None if case is None else answer_or_dispute.start(turn, case, Action.ADD)


def by_afterthought(turn: Turn, text: str) -> list[Reply] | None:
    """What to answer to words that mean nothing by themselves ("14/3"); None when no case was just told of."""
    case = _told_just_now(turn)
    return None if case is None else answer_or_dispute.start(turn, case, Action.ADD, text)


def by_words(turn: Turn, text: str) -> list[Reply] | None:
    """What to answer to a message about an open case of one's own; None when it is about none.

    Who asks how far it is sees the case at once, and can still send the question to the officer. What is
    said right after a complaint about staff may go on about that: it is offered to no ordinary case.
    """
    context, uow = turn.uow.context, turn.uow
    newest = _newest_just_now(turn)
    if newest is not None and not may_leave_by(Outlet.ORDINARY_CASE, newest):
        return None
    own = uow.tx.complaints.open_of_reporter(turn.user.line_user_id, uow.now - FRESH)
    case = context.follow_ups.case_meant(text, turn.uow.understood(text).guess, own, uow.now)
    if case is None:
        return None
    shown = tracking.show_one(turn, case.id) if context.follow_ups.asks_progress(text) else []
    if shown and context.follow_ups.adds_nothing(text, context.catalog.organisation.case_prefix):
        return shown
    return [*shown, *answer_or_dispute.start(turn, case, Action.ADD, text)]


def _told_just_now(turn: Turn) -> Complaint | None:
    newest = _newest_just_now(turn)
    return newest if newest and may_leave_by(Outlet.ORDINARY_CASE, newest) else None


def _newest_just_now(turn: Turn) -> Complaint | None:
    uow = turn.uow
    told = work_list.own_open(uow, turn.user.line_user_id, uow.now - JUST_NOW)
    return told[0] if told else None
