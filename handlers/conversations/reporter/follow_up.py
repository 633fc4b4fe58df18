"""Coming back to a case: by its number, or by words that can only mean an open one."""

from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from domain.language.classifier import guess
from domain.language.follow_up import FRESH, JUST_NOW
from handlers.conversations.reporter import answer_or_dispute, tracking
from handlers.core.messages import Reply
from handlers.engine.turn import Turn


def by_number(turn: Turn, number: str, text: str) -> list[Reply]:
    """The case of a number that was typed; with more words around it, they are added to one's own case."""
    context = turn.uow.context
    complaints = turn.uow.tx.complaints
    case = complaints.by_number(number)
    is_own = case is not None and complaints.is_of(case, turn.user.line_user_id)
    adds = not context.follow_ups.adds_nothing(text, context.catalog.organisation.case_prefix)
    if case is not None and is_own and case.is_open and adds:
        return answer_or_dispute.start(turn, case, Action.ADD, text)
    return tracking.show_number(turn, number)


def by_evidence(turn: Turn) -> list[Reply] | None:
    """What to answer to a photo or a voice without a word; None when it is about no case.

    It answers an open question, or follows a case that was told of just now: its receipt asks for one.
    """
    asked = turn.uow.tx.complaints.asked_of(turn.user.line_user_id)
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
    if newest is not None and newest.restricted:
        return None
    since = uow.now - FRESH
    own = [
        case
        for case in uow.tx.complaints.open_of_reporter(turn.user.line_user_id, since)
        if not case.restricted
    ]
    case = context.follow_ups.case_meant(text, guess(text, context.lexicon), own, uow.now)
    if case is None:
        return None
    shown = tracking.show_one(turn, case.id) if context.follow_ups.asks_progress(text) else []
    if shown and context.follow_ups.adds_nothing(text, context.catalog.organisation.case_prefix):
        return shown
    return [*shown, *answer_or_dispute.start(turn, case, Action.ADD, text)]


def _told_just_now(turn: Turn) -> Complaint | None:
    newest = _newest_just_now(turn)
    return None if newest is None or newest.restricted else newest


def _newest_just_now(turn: Turn) -> Complaint | None:
    uow = turn.uow
    told = uow.tx.complaints.open_of_reporter(turn.user.line_user_id, uow.now - JUST_NOW)
    return told[0] if told else None
