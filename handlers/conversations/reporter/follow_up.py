"""Recognises messages about an existing case: by its number, or by words that can only mean an open case."""

from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from domain.language.follow_up import FRESH, JUST_NOW
from handlers.access import work_list
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.conversations.reporter import answer_or_dispute, tracking
from handlers.core.messages import Reply
from handlers.engine.turn import Turn


def by_number(turn: Turn, number: str, text: str) -> list[Reply]:
    """Return the case of a typed number; if the text says more, begin to add it to one's own open case.

    Raises Refused not_found as `tracking.show_number` does.
    """
    context = turn.uow.context
    case = work_list.own_by_number(turn.uow, turn.user.line_user_id, number)
    adds = not context.follow_ups.adds_nothing(text, context.catalog.organisation.case_prefix)
    if case is not None and case.is_open and adds:
        return answer_or_dispute.start(turn, case, Action.ADD, text)
    return tracking.show_number(turn, number)


def by_evidence(turn: Turn) -> list[Reply] | None:
    """Begin a message about a case from an attachment without text; None if it is about no case.

    It answers an officer's question, or is added to a case filed just now, whose receipt may ask for a photo.
    """
    asked = work_list.own_asked(turn.uow, turn.user.line_user_id)
    if asked:
        return answer_or_dispute.start_answer(turn, asked)
    case = _filed_just_now(turn)
    return None if case is None else answer_or_dispute.start(turn, case, Action.ADD)


def by_afterthought(turn: Turn, text: str) -> list[Reply] | None:
    """Begin an addition from a text without meaning of its own ("14/3"); None if no case was filed just now."""
    case = _filed_just_now(turn)
    return None if case is None else answer_or_dispute.start(turn, case, Action.ADD, text)


def by_words(turn: Turn, text: str) -> list[Reply] | None:
    """Return the replies to a message about one's own open case; None if it is about none.

    A question about progress is answered with the case, and can still be sent to the officer. A message right
    after a staff complaint may belong to it, so it is never added to an ordinary case.
    """
    context, uow = turn.uow.context, turn.uow
    newest = _newest_just_now(turn)
    if newest is not None and not may_leave_by(Outlet.ORDINARY_CASE, newest):
        return None
    own = uow.tx.complaints.open_of_reporter(turn.user.line_user_id, uow.now - FRESH)
    said = uow.understood(text)
    case = context.follow_ups.case_meant(said.folded, said.guess, own, uow.now)
    if case is None:
        return None
    shown = tracking.show_one(turn, case.id) if context.follow_ups.asks_progress(text) else []
    if shown and context.follow_ups.adds_nothing(text, context.catalog.organisation.case_prefix):
        return shown
    return [*shown, *answer_or_dispute.start(turn, case, Action.ADD, text)]


def _filed_just_now(turn: Turn) -> Complaint | None:
    newest = _newest_just_now(turn)
    return newest if newest and may_leave_by(Outlet.ORDINARY_CASE, newest) else None


def _newest_just_now(turn: Turn) -> Complaint | None:
    uow = turn.uow
    found = work_list.own_open(uow, turn.user.line_user_id, uow.now - JUST_NOW)
    return found[0] if found else None
