"""An officer's handling of residents' questions: the card, the answer, and passing a question on."""

from dataclasses import dataclass, replace

from domain.cases.inquiry import Inquiry
from domain.errors import Refused
from handlers.access import inquiries as access
from handlers.conversations.officer.current_case import officer_of
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.i18n import Bilingual
from handlers.core.messages import Card, Cards, EventKind, InboundEvent, Reply, Text
from handlers.engine.conversation import begin
from handlers.engine.draft import Draft, typed_text
from handlers.engine.flow import Flow, NotUnderstood, Step
from handlers.engine.refusal_text import refusal_text
from handlers.engine.turn import ConversationTurn, Turn
from handlers.usecases import inquiries
from handlers.views import inquiry_card

NAME = "reply"
LISTED = 10
"""Questions shown at once, as many as cases in a list."""
GAPS_LISTED = 5


@dataclass(frozen=True)
class ReplyDraft(Draft, flow=NAME):
    """`inquiry`: id of the question. `words`: the answer. `result`: why it could not be sent; empty if it was."""

    inquiry: int
    words: str = typed_text()
    confirmed: bool = False
    result: str = ""


ReplyTurn = ConversationTurn[ReplyDraft]


def cards(turn: Turn) -> list[Reply]:
    """Return the unanswered questions that the officer may read; empty if there are none."""
    officer = officer_of(turn)
    count = access.count_waiting_for(turn.uow, officer)
    if not count:
        return []
    shown: tuple[Card, ...] = tuple(
        inquiry_card.for_officer(turn.uow, turn.translator, one, officer)
        for one in access.waiting_for(turn.uow, officer, LISTED)
    )
    return [Cards(turn.say("inquiry.waiting_alt", count=count), shown)]


def gaps(turn: Turn) -> list[Reply]:
    """Return the residents' most frequent questions without an answer in the office's data; may be empty."""
    asked = turn.uow.tx.unanswered_questions.most_asked(GAPS_LISTED)
    lines = [turn.say("inquiry.gap_line", question=one.question, count=one.asked) for one in asked]
    return [Text("\n".join([turn.say("inquiry.gaps"), *lines]))] if lines else []


def start(turn: Turn, inquiry_id: int) -> list[Reply]:
    """Begin the answer to a question. Raises Refused not_an_officer, not_found, not_yours or already_answered."""
    one = _open(turn, inquiry_id)
    return begin(turn, FLOW, ReplyDraft(one.id))


def start_with(turn: Turn, inquiry_id: int, words: str) -> list[Reply]:
    """Begin the answer to a question with its words, which are checked first. Raises Refused as `start` does."""
    one = _open(turn, inquiry_id)
    return begin(turn, FLOW, ReplyDraft(one.id, words[: inquiries.ANSWER_LIMIT]))


def choose_department(turn: Turn, inquiry_id: int) -> list[Reply]:
    """Ask to which department a question is passed on. Raises Refused as `start` does."""
    one = _open(turn, inquiry_id)
    choices = tuple(
        buttons.named_choice(
            turn.name(Bilingual(department.short_th, department.short_en)),
            Button.PASS_QUESTION_TO,
            f"{one.id}-{department.key}",
        )
        for department in turn.uow.context.catalog.departments
        if department.key != one.department
    )
    return [Text(turn.say("inquiry.ask_department"), choices)]


def pass_on(turn: Turn, value: str) -> list[Reply]:
    """Pass a question on to another department. `value`: its id and the department's key, joined by a hyphen.

    Raises Refused as `start` does.
    """
    number, _, key = value.partition("-")
    if key not in {one.key for one in turn.uow.context.catalog.departments}:
        raise Refused("not_found")
    one = inquiries.pass_on(
        turn.uow, officer_of(turn), int(number) if number.isdecimal() else 0, key
    )
    name = inquiry_card.department(turn.uow, one.department)
    return [Text(turn.say("inquiry.passed_on", department=name))]


def _open(turn: Turn, inquiry_id: int) -> Inquiry:
    officer = officer_of(turn)
    one = access.seen_by(turn.uow, officer, inquiry_id)
    if not access.may_answer(officer, one):
        raise Refused("not_yours")
    if not one.is_waiting:
        raise Refused("already_answered", officer_id=one.answered_by, at=one.answered_at)
    return one


def _ask_words(turn: ReplyTurn) -> list[Reply]:
    one = access.seen_by(turn.uow, officer_of(turn), turn.draft.inquiry)
    question = turn.say("inquiry.ask_answer", words=one.words)
    return [Text(question, (turn.button("button.cancel", "words", "cancel"),))]


def _parse_words(turn: ReplyTurn, event: InboundEvent) -> ReplyDraft:
    words = event.text.strip()
    # "No" is a command elsewhere but a valid answer here; "confirm" alone is not an answer.
    confirms = turn.uow.understood(words).command == "confirm"
    if event.kind is not EventKind.TEXT or not words or confirms:
        raise NotUnderstood("officer.note_needed")
    return replace(turn.draft, words=words[: inquiries.ANSWER_LIMIT])


def _ask_check(turn: ReplyTurn) -> list[Reply]:
    return [
        Text(
            turn.say("inquiry.check_answer", words=turn.draft.words),
            (
                turn.button("button.confirm", "check", "yes"),
                turn.button("button.edit", "check", "edit"),
                turn.button("button.cancel", "check", "cancel"),
            ),
        )
    ]


def _parse_check(turn: ReplyTurn, event: InboundEvent) -> ReplyDraft:
    match event.postback.value if event.postback else "":
        case "yes":
            try:
                inquiries.answer(turn.uow, officer_of(turn), turn.draft.inquiry, turn.draft.words)
            except Refused as refusal:
                return replace(turn.draft, confirmed=True, result=refusal_text(turn, refusal))
            return replace(turn.draft, confirmed=True)
        case "edit":
            return replace(turn.draft, words="")
    raise NotUnderstood("officer.press_needed")


def _finish(turn: ReplyTurn) -> list[Reply]:
    return [Text(turn.draft.result or turn.say("inquiry.answered"))]


STEPS = (
    Step[ReplyDraft](
        "words",
        lambda draft: not draft.words,
        _ask_words,
        _parse_words,
        lambda draft: replace(draft, words=""),
    ),
    Step[ReplyDraft]("check", lambda draft: not draft.confirmed, _ask_check, _parse_check),
)
FLOW = Flow(ReplyDraft, lambda _turn: STEPS, _finish)
