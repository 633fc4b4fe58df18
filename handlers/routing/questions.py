"""Answer questions, requests for a service, and small talk, outside any conversation."""

from domain.language.acts import Act
from domain.language.topic_choice import is_bare_number
from domain.language.unanswered_question import as_unanswered_question
from domain.language.understood import Understood
from handlers.conversations import inquiry, main_menu
from handlers.conversations.manners import is_by_rule
from handlers.conversations.officer import search
from handlers.conversations.reporter import follow_up
from handlers.core.messages import Choice, Reply, Text
from handlers.engine.turn import Turn
from handlers.routing import labelled
from handlers.views import inquiry_card

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
_QUESTION_LENGTH = 15
"""Minimum characters of a question, without polite particles, that is not small talk."""


def small_talk(turn: Turn, text: str, understood: Understood) -> list[Reply]:
    """Answer with one sentence; questions, and names typed by officers, are handled as such."""
    if turn.officer is not None and not is_by_rule(turn, text):
        return search.other(turn, text)
    if understood.act is Act.CHAT and _asks(turn, text, understood):
        return asked(turn, text, understood)
    return main_menu.home(turn, ANSWERS[understood.act])


def _asks(turn: Turn, text: str, understood: Understood) -> bool:
    """Whether a text classified as chat asks something that an officer could answer, unlike "how are you?"."""
    groups = turn.uow.context.language.lexicon.read(understood.folded).groups
    question = as_unanswered_question(text) or ""
    return understood.contact or ("question" in groups and len(question) >= _QUESTION_LENGTH)


def asked(turn: Turn, text: str, understood: Understood) -> list[Reply]:
    """Handle a question or an unclear text: with services, the contact card, or a button to ask an officer."""
    if understood.act is Act.UNCLEAR and not is_bare_number(text):
        more = follow_up.by_afterthought(turn, text, follow_up.current_cases(turn))
        if more is not None:
            return more
    services = service(turn, text)
    if services is None and understood.contact:
        return main_menu.contact(turn, text)
    if services:
        return services
    if turn.officer is not None:
        return search.other(turn, text)
    if not any(letter.isalnum() or letter == "?" for letter in text):
        # A text without letters, such as a heart or a thumb, counts as thanks.
        return main_menu.home(turn, "office.thanks")
    if understood.act is Act.COMMAND or as_unanswered_question(text) is None:
        # The label of a step that is not open is not a question.
        return main_menu.home(turn, "office.unclear")
    return inquiry.offer(turn, text, is_clear=understood.act is not Act.UNCLEAR)


def service(turn: Turn, text: str) -> list[Reply] | None:
    """Return the cards of matching services and a button to report the text as a complaint; None for no match."""
    steps = main_menu.search(turn, text)
    if steps is None:
        return None
    ways = (
        report_button(turn, text),
        inquiry_card.say_button(turn.translator, labelled.ASK_OFFICE, words=text),
    )
    return [*steps, Text(turn.say("office.if_a_problem"), ways)]


def report_button(turn: Turn, text: str) -> Choice:
    return inquiry_card.say_button(
        turn.translator, "button.report_this", sends=labelled.REPORT, words=text
    )
