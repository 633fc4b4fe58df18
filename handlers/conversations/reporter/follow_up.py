"""Recognise messages about an existing case: by its number, or by words that can only refer to an open case."""

from collections.abc import Sequence
from datetime import timedelta

from domain.cases.complaint import Complaint, Status, Verdict
from domain.cases.lifecycle import DISPUTE_DAYS, Action
from domain.language.acts import Act
from domain.language.draft_talk import Talk, draft_talk
from domain.language.follow_up import FRESH, JUST_NOW
from domain.language.told_place import village_told
from domain.language.understood import Understood
from handlers.access import work_list
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.conversations.reporter import answer_or_dispute, tracking
from handlers.core.messages import Reply
from handlers.engine.turn import Turn

_ADDS = frozenset({Talk.PHOTO, Talk.PLACE, Talk.DETAIL})
"""What people want to do to a report that they have just sent."""


def by_number(turn: Turn, number: str, text: str) -> list[Reply]:
    """Return the case of a typed number; if the text contains more, begin to add it to one's own open case.

    Raises Refused not_found as `tracking.show_number` does.
    """
    context = turn.uow.context
    case = work_list.own_by_number(turn.uow, turn.user.line_user_id, number)
    adds = not context.follow_ups.adds_nothing(text, context.catalog.organisation.case_prefix)
    if case is not None and case.is_open and adds:
        return answer_or_dispute.start(turn, case, Action.ADD, text)
    return tracking.show_number(turn, number)


def current_cases(turn: Turn) -> Sequence[Complaint]:
    """Return the writer's own cases that a message may be about, the newest first."""
    uow = turn.uow
    return work_list.own_current(uow, turn.user.line_user_id, uow.now - FRESH)


def has_reported(turn: Turn) -> bool:
    """Whether the writer has cases or questions of their own; officers who have none ask about those of others."""
    user = turn.user.line_user_id
    return bool(work_list.own_count(turn.uow, user) or turn.uow.tx.inquiries.waiting_of(user, 1))


def by_evidence(turn: Turn) -> list[Reply] | None:
    """Begin a message about a case from an attachment without text; None if it can be about no case.

    It answers an officer's question, or is added to a case filed just now, whose receipt may ask for a photo.
    """
    own = current_cases(turn)
    if asked := work_list.with_question(own):
        return answer_or_dispute.start_answer(turn, asked)
    case = _filed_just_now(turn, own)
    return None if case is None else answer_or_dispute.start(turn, case, Action.ADD)


def by_afterthought(turn: Turn, text: str, own: Sequence[Complaint]) -> list[Reply] | None:
    """Begin an addition from a text without meaning of its own ("14/3"); None if no case was filed just now.

    `own`: as `current_cases` returns them.
    """
    case = _filed_just_now(turn, own)
    return None if case is None else answer_or_dispute.start(turn, case, Action.ADD, text)


def after_staff_complaint(turn: Turn, text: str) -> list[Reply] | None:
    """Begin an addition to the writer's staff complaint that was filed just now; None if there is none.

    For a text that would reach an officer at once: it may belong to the complaint, and that officer be accused.
    """
    own = current_cases(turn)
    if not own or not is_just_filed(turn, own[0]) or may_leave_by(Outlet.ORDINARY_CASE, own[0]):
        return None
    return answer_or_dispute.start(turn, own[0], Action.ADD, text)


def by_words(turn: Turn, text: str, own: Sequence[Complaint]) -> list[Reply] | None:
    """Return the replies to a message about one's own open case; None if it is about none.

    A question about progress is answered with the case, and can still be sent to the officer. A message right
    after a staff complaint may belong to it, so it is never added to an ordinary case.
    `own`: as `current_cases` returns them.
    """
    if draft_talk(text) in _ADDS and (filed := _filed_just_now(turn, own)) is not None:
        return answer_or_dispute.start(turn, filed, Action.ADD)
    ordinary = [case for case in own if may_leave_by(Outlet.ORDINARY_CASE, case)]
    if not ordinary or (ordinary[0] is not own[0] and is_just_filed(turn, own[0])):
        return None
    context, uow = turn.uow.context, turn.uow
    understood = uow.understood(text)
    case = context.follow_ups.case_meant(understood.folded, understood.guess, ordinary, uow.now)
    if case is None:
        return None
    shown = tracking.show_one(turn, case.id) if context.follow_ups.asks_progress(text) else []
    if shown and context.follow_ups.adds_nothing(text, context.catalog.organisation.case_prefix):
        return shown
    return [*shown, *answer_or_dispute.start(turn, case, Action.ADD, text)]


def by_closed(turn: Turn, text: str) -> list[Reply] | None:
    """Ask whether a text says that one's own closed case is not fixed; None if it is about no such case.

    It is what people type below "please check whether it is fixed", instead of pressing a button.
    """
    understood, follow_ups = turn.uow.understood(text), turn.uow.context.follow_ups
    if understood.danger:
        return None
    is_about_earlier = understood.act is Act.FOLLOW_UP and not (
        follow_ups.asks_progress(text) or follow_ups.says_fixed(text)
    )
    is_back = understood.act is Act.COMPLAINT and follow_ups.says_it_is_back(text)
    if not (is_about_earlier or is_back):
        return None
    closed = [one for one in _to_be_judged(turn) if _may_be_meant(turn, one, text, understood)]
    return answer_or_dispute.start_dispute(turn, closed[0], text) if closed else None


def _to_be_judged(turn: Turn) -> list[Complaint]:
    """Return the writer's closed cases that they have not confirmed and may still dispute, the newest first."""
    uow = turn.uow
    return [
        case
        for case in work_list.own_newest(uow, turn.user.line_user_id)
        if case.status is Status.CLOSED
        and case.verdict in {Verdict.PENDING, Verdict.SILENT}
        and case.ended_at is not None
        and uow.now - case.ended_at <= timedelta(days=DISPUTE_DAYS)
        and may_leave_by(Outlet.ORDINARY_CASE, case)
    ]


def _may_be_meant(turn: Turn, case: Complaint, text: str, understood: Understood) -> bool:
    """Whether a text may be about a case: its topic and its village, or neither is named."""
    village = village_told((text,), turn.uow.context.catalog.organisation)
    if village is not None and case.place.village not in {None, village}:
        return False
    names_another = understood.guess.margin and understood.names_a_problem
    return not names_another or understood.topics[0] == case.category


def _filed_just_now(turn: Turn, own: Sequence[Complaint]) -> Complaint | None:
    """Return the newest of the writer's own cases if it was filed just now and is not about staff."""
    if not own or not is_just_filed(turn, own[0]):
        return None
    return own[0] if may_leave_by(Outlet.ORDINARY_CASE, own[0]) else None


def is_just_filed(turn: Turn, case: Complaint) -> bool:
    """Whether a case was filed so recently that what follows may be more of it."""
    return case.filed_at >= turn.uow.now - JUST_NOW
