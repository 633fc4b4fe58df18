"""Coming back to a case: by its number, or by words that can only mean an open one."""

from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from domain.language.classifier import guess
from domain.language.follow_up import FRESH, JUST_NOW
from handlers.conversations.reporter import answer_or_dispute, tracking
from handlers.core.messages import Reply
from handlers.engine.conversation import Talk


def by_number(talk: Talk, number: str, text: str) -> list[Reply]:
    """The case of a number that was typed; with more words around it, they are added to one's own case."""
    office = talk.desk.office
    complaints = talk.desk.tx.complaints
    case = complaints.by_number(number)
    is_own = case is not None and complaints.is_of(case, talk.speaker.line_user_id)
    adds = not office.follow_ups.adds_nothing(text, office.catalog.organisation.case_prefix)
    if case is not None and is_own and case.is_open and adds:
        return answer_or_dispute.start(talk, case, Action.ADD, text)
    return tracking.show_number(talk, number)


def by_evidence(talk: Talk) -> list[Reply] | None:
    """What to answer to a photo or a voice without a word; None when it is about no case.

    It answers an open question, or follows a case that was told of just now: its receipt asks for one.
    """
    asked = talk.desk.tx.complaints.asked_of(talk.speaker.line_user_id)
    if asked:
        return answer_or_dispute.start_answer(talk, asked)
    case = _told_just_now(talk)
    return None if case is None else answer_or_dispute.start(talk, case, Action.ADD)


def by_afterthought(talk: Talk, text: str) -> list[Reply] | None:
    """What to answer to words that mean nothing by themselves ("14/3"); None when no case was just told of."""
    case = _told_just_now(talk)
    return None if case is None else answer_or_dispute.start(talk, case, Action.ADD, text)


def by_words(talk: Talk, text: str) -> list[Reply] | None:
    """What to answer to a message about an open case of one's own; None when it is about none.

    Who asks how far it is sees the case at once, and can still send the question to the officer. What is
    said right after a complaint about staff may go on about that: it is offered to no ordinary case.
    """
    office, desk = talk.desk.office, talk.desk
    newest = _newest_just_now(talk)
    if newest is not None and newest.restricted:
        return None
    since = desk.now - FRESH
    own = [
        case
        for case in desk.tx.complaints.open_of_reporter(talk.speaker.line_user_id, since)
        if not case.restricted
    ]
    case = office.follow_ups.case_meant(text, guess(text, office.lexicon), own, desk.now)
    if case is None:
        return None
    shown = tracking.show_one(talk, case.id) if office.follow_ups.asks_progress(text) else []
    if shown and office.follow_ups.adds_nothing(text, office.catalog.organisation.case_prefix):
        return shown
    return [*shown, *answer_or_dispute.start(talk, case, Action.ADD, text)]


def _told_just_now(talk: Talk) -> Complaint | None:
    newest = _newest_just_now(talk)
    return None if newest is None or newest.restricted else newest


def _newest_just_now(talk: Talk) -> Complaint | None:
    desk = talk.desk
    told = desk.tx.complaints.open_of_reporter(talk.speaker.line_user_id, desk.now - JUST_NOW)
    return told[0] if told else None
