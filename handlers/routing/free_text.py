"""Handles messages outside any conversation, by what the sender seems to want."""

from domain.cases import case_number
from domain.cases.case_number import CaseNumber, Mistyped
from domain.language.acts import Act
from domain.language.understood import Understood
from handlers.access.work_list import own_asked
from handlers.conversations import FLOWS, conduct, main_menu, my_data, staff_check
from handlers.conversations.complaint import flow as complaint
from handlers.conversations.reporter import answer_or_dispute, follow_up, tracking
from handlers.core.messages import ButtonAction, Choice, EventKind, InboundEvent, Reply, Text
from handlers.engine import conversation, saved_conversation
from handlers.engine.turn import Turn
from handlers.usecases import attachments, officers
from handlers.usecases.complaints import DETAIL_LIMIT
from handlers.usecases.conduct import read_code

REPORT = "report"
ANSWERS = {
    Act.OPENER: "office.go_ahead",
    Act.ANNOUNCE: "office.go_ahead",
    Act.GREETING: "office.greeting",
    Act.THANKS: "office.thanks",
    Act.PRAISE: "office.thanks",
    Act.INSULT: "office.insult",
}
"""Acts that are answered with one sentence, and the word key of the sentence."""


def respond(turn: Turn, event: InboundEvent) -> list[Reply]:
    """Handle a message outside any conversation; returns the replies.

    Attachments and locations begin or continue a matter; codes and case numbers are looked up; other text answers
    an officer's open question, adds to an open case, or is handled by its intent.
    """
    if attachments.is_evidence(event):
        return _sent_first(turn, event, follow_up.by_evidence(turn) or complaint.start(turn))
    if event.kind is EventKind.PIN and event.location is not None:
        return _sent_first(turn, event, complaint.start(turn))
    text = event.text.strip()
    if event.kind is not EventKind.TEXT or not text:
        return main_menu.home(turn, "attachment.received")
    if officers.looks_like_code(text):
        return _link(turn, text)
    code = read_code(text)
    if code:
        return tracking.show_code(turn, code)
    prefix = turn.uow.context.catalog.organisation.case_prefix
    match case_number.scan(text, prefix):
        case CaseNumber() as number:
            return follow_up.by_number(turn, str(number), text)
        case Mistyped(seen):
            return [Text(turn.say("tracking.mistyped", seen=seen))]
    asked = own_asked(turn.uow, turn.user.line_user_id)
    if asked:
        return answer_or_dispute.start_answer(turn, asked, text)
    return follow_up.by_words(turn, text) or by_intent(turn, text)


def by_intent(turn: Turn, text: str) -> list[Reply]:
    """Handle a text by its intent alone, without regard to open cases and questions; returns the replies."""
    translations = turn.uow.context.translations
    accusing = translations.said_behind("menu.conduct", text)
    if accusing:
        return conduct.start(turn, accusing)
    reported = translations.said_behind(f"menu.{REPORT}", text)
    text = reported or text
    understood = turn.uow.understood(text)
    if understood.act is Act.CONDUCT:
        return conduct.offer(turn, text)
    if reported or understood.danger:
        return complaint.start(turn, detail=text[:DETAIL_LIMIT])
    replies = _by_act(turn, text, understood)
    begun = saved_conversation.load(turn.uow, turn.user.line_user_id)
    if not understood.staff or begun is not None:
        return replies
    return [*replies, *staff_check.offer_beside(turn, text)]


def _by_act(turn: Turn, text: str, understood: Understood) -> list[Reply]:
    if understood.act in ANSWERS:
        return main_menu.home(turn, ANSWERS[understood.act])
    match understood.act:
        case Act.COMPLAINT | Act.SUGGESTION:
            return complaint.start(turn, detail=text[:DETAIL_LIMIT])
        case Act.REQUEST:
            return _service(turn, text) or complaint.start(turn, detail=text[:DETAIL_LIMIT])
        case Act.FOLLOW_UP if understood.names_a_problem:
            # follow_up.by_words has found no case that it could be about, so it is a new matter.
            return complaint.start(turn, detail=text[:DETAIL_LIMIT])
        case Act.FOLLOW_UP | Act.WITHDRAW:
            return tracking.show_all(turn)
        case Act.DELETE_DATA:
            return my_data.show(turn)
        case Act.HUMAN:
            return main_menu.contact(turn)
    return _asked(turn, text, understood)


def _asked(turn: Turn, text: str, understood: Understood) -> list[Reply]:
    """Handle a question or an unclear text: by services, the contact card, or the answer for unknown questions."""
    if understood.act is Act.UNCLEAR:
        more = follow_up.by_afterthought(turn, text)
        if more is not None:
            return more
    services = None if understood.act is Act.SPAM else main_menu.search(turn, text)
    if services is None and understood.contact:
        return main_menu.contact(turn)
    return services or main_menu.unknown(turn, text)


def _sent_first(turn: Turn, event: InboundEvent, begun: list[Reply]) -> list[Reply]:
    """Put an attachment or a location into the conversation that it has just begun.

    `begun`: the replies of that beginning, returned if no conversation is running. The other photos of a set
    arrive later, in the running conversation.
    """
    running = saved_conversation.load(turn.uow, turn.user.line_user_id)
    if running is None:
        return begun
    return conversation.advance(turn.at(running), FLOWS[running.flow], event)


def _service(turn: Turn, text: str) -> list[Reply] | None:
    """Return the cards of matching services and a button to report the text as a complaint; None for no match."""
    steps = main_menu.search(turn, text)
    if steps is None:
        return None
    outright = f"{turn.label(f'menu.{REPORT}')} {text}"
    choice = Choice(turn.label("button.report_this"), ButtonAction.SAY, outright)
    return [*steps, Text(turn.say("office.if_a_problem"), (choice,))]


def _link(turn: Turn, text: str) -> list[Reply]:
    linked = officers.link(turn.uow, turn.user.line_user_id, text)
    return [Text(turn.say("officer.linked", name=linked.name))]
