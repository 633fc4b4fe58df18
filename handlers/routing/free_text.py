"""Handles messages outside any conversation, by what the sender seems to want."""

from domain.cases.case_number import CaseNumber, Mistyped
from domain.cases.inquiry import InquiryKind
from domain.language.acts import Act
from domain.language.topic_choice import is_bare_number
from domain.language.unanswered_question import as_unanswered_question
from domain.language.understood import Understood
from handlers.access import work_list
from handlers.conversations import FLOWS, conduct, inquiry, main_menu, my_data, staff_check
from handlers.conversations.complaint import flow as complaint
from handlers.conversations.complaint import foreign, several
from handlers.conversations.manners import is_by_rule, is_manners
from handlers.conversations.officer import search
from handlers.conversations.reporter import answer_or_dispute, follow_up, tracking
from handlers.core.messages import EventKind, InboundEvent, Reply, Text
from handlers.engine import conversation, saved_conversation
from handlers.engine.turn import Turn
from handlers.routing import heard_first
from handlers.usecases import attachments, officers
from handlers.usecases.complaints import DETAIL_LIMIT
from handlers.usecases.conduct import read_code
from handlers.views import inquiry_card

REPORT, ASK_OFFICE, PRAISE = "menu.report", "button.ask_office", "button.is_praise"
"""Word keys of the labels behind which the matter itself may be typed."""
ANSWERS = {
    Act.OPENER: "office.go_ahead",
    Act.ANNOUNCE: "office.go_ahead",
    Act.GREETING: "office.greeting",
    Act.THANKS: "office.thanks",
    Act.INSULT: "office.insult",
    Act.SPAM: "office.spam",
    Act.CHAT: "office.chat",
}
"""Acts that are answered with one sentence, and the word key of the sentence."""
SENT_AT_ONCE = {Act.PRAISE: InquiryKind.PRAISE, Act.SUGGESTION: InquiryKind.SUGGESTION}
_QUESTION_LENGTH = 15
"""Characters of a question without manners, from which it is no small talk."""


def respond(turn: Turn, event: InboundEvent) -> list[Reply]:
    """Handle a message outside any conversation; returns the replies.

    Attachments and locations begin or continue a matter; codes and case numbers are looked up; other text is about
    an own case, answers an officer's open question, or is handled by its intent.
    """
    if attachments.is_evidence(event):
        return _sent_first(turn, event, follow_up.by_evidence(turn) or complaint.start(turn))
    if event.kind is EventKind.LOCATION and event.location is not None:
        return _sent_first(turn, event, complaint.start(turn))
    text = event.text.strip()
    if event.kind is not EventKind.TEXT or not text:
        return main_menu.home(turn, "attachment.received")
    return _looked_up(turn, text) or _by_words(turn, text)


def _looked_up(turn: Turn, text: str) -> list[Reply]:
    """Return the replies to a linking code, a receipt code or a case number; else nothing."""
    if officers.looks_like_code(text):
        return _link(turn, text)
    code = read_code(text)
    if code:
        return tracking.show_code(turn, code)
    match turn.uow.understood(text).number:
        case CaseNumber() as number:
            return follow_up.by_number(turn, str(number), text)
        case Mistyped(seen):
            return [Text(turn.say("tracking.mistyped", seen=seen))]
    return []


def _by_words(turn: Turn, text: str) -> list[Reply]:
    understood = turn.uow.understood(text)
    accusing = turn.uow.context.translations.text_after_label("menu.conduct", text)
    if accusing:
        return conduct.start(turn, accusing)
    labelled = behind_label(turn, text)
    if labelled is not None:
        return labelled
    heard = heard_first.respond(turn, text)
    if heard:
        return heard
    own = follow_up.current_cases(turn)
    if asked := work_list.with_question(own):
        if not is_new_matter(turn, text, {case.category for case in asked}):
            return answer_or_dispute.start_answer(turn, asked, text)
        if understood.act is Act.COMPLAINT:
            return complaint.start(turn, detail=text[:DETAIL_LIMIT], answers=asked[0].id)
        return _by_meaning(turn, text, understood)
    if _is_only_place(understood):
        more = follow_up.by_afterthought(turn, text, own)
        if more is not None:
            return more
    return follow_up.by_words(turn, text, own) or _by_meaning(turn, text, understood)


def _is_only_place(understood: Understood) -> bool:
    """Whether a text names a place and no problem, like the answer to "where is it?"."""
    return understood.place is not None and not understood.guess.margin and not understood.danger


def is_new_matter(turn: Turn, text: str, topics: set[str]) -> bool:
    """Whether a text belongs to no case of these topics: another problem, a query, sales or an accusation."""
    if several.tells_another(turn, topics, text):
        return True
    understood = turn.uow.understood(text)
    is_query = understood.act in {Act.QUESTION, Act.REQUEST} and understood.asks_by_name
    about_staff = turn.uow.context.catalog.staff_category.key in topics
    is_accusation = understood.act is Act.CONDUCT and not about_staff
    is_sales = understood.act is Act.SPAM and is_by_rule(turn, text)
    return is_query or is_accusation or is_sales or is_manners(turn, text)


def by_intent(turn: Turn, text: str) -> list[Reply]:
    """Handle a text by its intent alone, without regard to open cases and questions; returns the replies."""
    labelled = behind_label(turn, text)
    if labelled is not None:
        return labelled
    return _by_meaning(turn, text, turn.uow.understood(text))


def _by_meaning(turn: Turn, text: str, understood: Understood) -> list[Reply]:
    """Handle a text that has no label before it by what it means."""
    if understood.act is Act.CONDUCT:
        return conduct.offer(turn, text)
    if foreign.is_foreign(understood):
        return complaint.start_with(turn, foreign.draft_of(text))
    if understood.danger:
        return complaint.start(turn, detail=text[:DETAIL_LIMIT])
    if turn.officer is not None and _asks_for_cases(turn, understood):
        return search.other(turn, text)
    if understood.act is Act.PRAISE and understood.staff:
        return inquiry.ask_if_praise(turn, text)
    replies = _by_act(turn, text, understood)
    begun = saved_conversation.load(turn.uow, turn.user.line_user_id)
    if not understood.staff or begun is not None:
        return replies
    return [*replies, *staff_check.offer_beside(turn, text)]


def _asks_for_cases(turn: Turn, understood: Understood) -> bool:
    """Whether an officer names a topic or nothing at all, rather than telling of trouble of their own."""
    tells = turn.uow.context.language.lexicon.read(understood.folded).tells_trouble
    # "The waste cases" reads like a question for an own case, of which there is none here.
    is_topic = understood.act is Act.FOLLOW_UP and understood.names_a_problem
    return (is_topic or understood.act in {Act.COMPLAINT, Act.SUGGESTION}) and not tells


def behind_label(turn: Turn, text: str) -> list[Reply] | None:
    """Handle a text behind the label "report", "ask an officer" or "it is praise"; None for a text without one."""
    translations = turn.uow.context.translations
    praised = translations.text_after_label(PRAISE, text)
    if praised:
        return inquiry.send(turn, InquiryKind.PRAISE, praised)
    asked = translations.text_after_label(ASK_OFFICE, text)
    if asked or text.lower() in translations.typed_forms(ASK_OFFICE):
        return _ask_office(turn, asked)
    reported = translations.text_after_label(REPORT, text)
    if not reported:
        return None
    if turn.uow.understood(reported).act is Act.CONDUCT:
        return conduct.offer(turn, reported)
    return complaint.start(turn, detail=reported[:DETAIL_LIMIT])


def _by_act(turn: Turn, text: str, understood: Understood) -> list[Reply]:
    if understood.act in ANSWERS:
        return _small_talk(turn, text, understood)
    if understood.act in SENT_AT_ONCE and not understood.staff:
        return inquiry.send(turn, SENT_AT_ONCE[understood.act], text)
    match understood.act:
        case Act.COMPLAINT | Act.SUGGESTION:
            return complaint.start(turn, detail=text[:DETAIL_LIMIT])
        case Act.REQUEST if understood.names_a_problem:
            return _service(turn, text) or complaint.start(turn, detail=text[:DETAIL_LIMIT])
        case Act.FOLLOW_UP if understood.names_a_problem:
            # follow_up.by_words has found no case that it could be about, so it is a new matter.
            return complaint.start(turn, detail=text[:DETAIL_LIMIT])
        case Act.FOLLOW_UP | Act.WITHDRAW:
            return tracking.show_all(turn)
        case Act.DELETE_DATA:
            return my_data.show(turn)
        case Act.COMMAND if understood.command == "confirm":
            return main_menu.home(turn, "office.thanks")
    return _asked(turn, text, understood)


def _small_talk(turn: Turn, text: str, understood: Understood) -> list[Reply]:
    """Answer with one sentence; a name that an officer types and a question are handled as what they are."""
    if turn.officer is not None and not is_by_rule(turn, text):
        return search.other(turn, text)
    if understood.act is Act.CHAT and _asks(turn, text, understood):
        return _asked(turn, text, understood)
    return main_menu.home(turn, ANSWERS[understood.act])


def _asks(turn: Turn, text: str, understood: Understood) -> bool:
    """Whether a text that seems to be chat asks something that an officer could know; "how are you?" does not."""
    groups = turn.uow.context.language.lexicon.read(understood.folded).groups
    question = as_unanswered_question(text) or ""
    return understood.contact or ("question" in groups and len(question) >= _QUESTION_LENGTH)


def _asked(turn: Turn, text: str, understood: Understood) -> list[Reply]:
    """Handle a question or an unclear text: by services, the contact card, or the hand-over to an officer."""
    if understood.act is Act.UNCLEAR and not is_bare_number(text):
        more = follow_up.by_afterthought(turn, text, follow_up.current_cases(turn))
        if more is not None:
            return more
    services = _service(turn, text)
    if services is None and understood.contact:
        return main_menu.contact(turn, text)
    if services:
        return services
    if turn.officer is not None:
        return search.other(turn, text)
    if not any(letter.isalnum() or letter == "?" for letter in text):
        # A heart or a thumb is thanks enough.
        return main_menu.home(turn, "office.thanks")
    if understood.act is Act.COMMAND or as_unanswered_question(text) is None:
        # The label of a step that is not open asks nothing.
        return main_menu.home(turn, "office.unclear")
    return inquiry.offer(turn, text, is_clear=understood.act is not Act.UNCLEAR)


def _ask_office(turn: Turn, words: str) -> list[Reply]:
    """Leave a question for an officer; one that accuses staff is offered the protected way instead."""
    if words and turn.uow.understood(words).staff:
        return conduct.offer(turn, words)
    return inquiry.ask(turn, words)


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
    """Return the cards of what the text asks for, with a button to report it as a complaint; None for no match."""
    steps = main_menu.search(turn, text)
    if steps is None:
        return None
    ways = (
        inquiry_card.say_button(turn.translator, "button.report_this", sends=REPORT, words=text),
        inquiry_card.say_button(turn.translator, ASK_OFFICE, words=text),
    )
    return [*steps, Text(turn.say("office.if_a_problem"), ways)]


def _link(turn: Turn, text: str) -> list[Reply]:
    linked = officers.link(turn.uow, turn.user.line_user_id, text)
    return [Text(turn.say("officer.linked", name=linked.name))]
