"""What somebody typed that so far stands only in the buttons of the answer, kept for the next message.

Whoever types instead of pressing would lose it otherwise. Nobody receives it before its writer says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from domain.cases.complaint import Complaint
from domain.language.way_meant import Way
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.messages import ButtonAction, Choice, Reply, Text
from handlers.engine import conversation, saved_conversation
from handlers.engine.conversation import MOST_CHOICES
from handlers.engine.draft import Conversation, Draft, typed_text
from handlers.engine.flow import Flow, NotUnderstood, Step
from handlers.engine.turn import ConversationTurn, Turn
from handlers.usecases.case_filing import DETAIL_LIMIT

NAME = "told"
REMEMBERED = timedelta(minutes=10)
"""How long a text is kept for the next message."""
LABELS = {
    Way.ASK: "button.ask_office",
    Way.REPORT: "button.report_this",
    Way.STAFF: "menu.conduct",
    Way.PRAISE: "button.is_praise",
}
"""Word keys of the labels of the buttons that send a text on."""
ANY_WAY = (Way.REPORT.value, Way.ASK.value, Way.STAFF.value)
_QUOTED = 80


@dataclass(frozen=True)
class ToldDraft(Draft, flow=NAME):
    """`words`: the text. `ways`: the values of Way whose buttons the answer had.

    `service`: the key of the service of which the text tells the details; its section gets the question.
    `case`: the id of the writer's own case to which the answer offered to add it.
    """

    words: str = typed_text()
    ways: tuple[str, ...] = ()
    service: str = ""
    case: int | None = None

    @property
    def is_replaced(self) -> bool:
        return True


ToldTurn = ConversationTurn[ToldDraft]


def remember(turn: Turn, text: str, replies: Sequence[Reply]) -> None:
    """Keep a resident's text if the quick replies of its answer are the only place where it stands.

    An answer that only adds "ask an officer" has answered it.
    """
    ways = _ways_shown(turn, text, replies)
    if ways not in {(), (Way.ASK.value,)} and turn.officer is None:
        keep(turn, ToldDraft(text[:DETAIL_LIMIT], ways), replies)


def with_case(turn: Turn, text: str, replies: Sequence[Reply], case: Complaint) -> list[Reply]:
    """Return the replies with the offer to add a text to an own case, and keep the text for it."""
    *before, last = replies
    if not isinstance(last, Text):
        return [*replies]
    add = buttons.choice(turn.translator, "button.add", Button.ADD, case.id)
    line = turn.say("told.add", number=case.number)
    offered = replace(
        last, text=f"{last.text}\n{line}", choices=(add, *last.choices)[:MOST_CHOICES]
    )
    ways = _ways_shown(turn, text, replies)
    keep(turn, ToldDraft(text[:DETAIL_LIMIT], ways, case=case.id), [offered])
    return [*before, offered]


def note_for(turn: Turn, case: Complaint) -> str:
    """Return the text kept for this case, and forget it; empty if there is none."""
    draft = kept(turn)
    if draft is None or draft.case != case.id:
        return ""
    forget(turn)
    return draft.words


def keep(turn: Turn, draft: ToldDraft, replies: Sequence[Reply] = ()) -> None:
    """Keep a draft for the next message, unless a conversation is running."""
    person = turn.user.line_user_id
    if saved_conversation.load(turn.uow, person) is None:
        chips = replies[-1].choices if replies else ()
        kept = Conversation(conversation.new_draft_id(), draft, chips=chips)
        saved_conversation.save(turn.uow, person, kept, turn.uow.now)


def kept(turn: Turn) -> ToldDraft | None:
    """Return what is kept for the next message; None for nothing or if it was kept too long ago."""
    running = saved_conversation.load(turn.uow, turn.user.line_user_id)
    if running is None or not isinstance(running.draft, ToldDraft) or running.updated_at is None:
        return None
    return running.draft if turn.uow.now - running.updated_at <= REMEMBERED else None


def forget(turn: Turn) -> None:
    """Drop what is kept for the next message."""
    running = saved_conversation.load(turn.uow, turn.user.line_user_id)
    if running is not None and isinstance(running.draft, ToldDraft):
        saved_conversation.drop(turn.uow, turn.user.line_user_id)


def taken_along(turn: Turn, words: str) -> Text:
    """Return the sentence that the text typed before belongs to what follows."""
    return Text(turn.say("told.taken_along", words=_short(words)))


def _ways_shown(turn: Turn, text: str, replies: Sequence[Reply]) -> tuple[str, ...]:
    shown = [choice for reply in replies for choice in reply.choices]
    said = text.strip()[:_QUOTED]
    return tuple(
        way.value
        for way, key in LABELS.items()
        if any(_sends(turn, key, said, one) for one in shown)
    )


def _sends(turn: Turn, key: str, said: str, choice: Choice) -> bool:
    """Whether a button has this label and sends the text."""
    is_way = choice.does is ButtonAction.SAY and choice.label == turn.label(key)
    return is_way and bool(said) and said in choice.target


def _short(words: str) -> str:
    return words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"


def _ask(turn: ToldTurn) -> list[Reply]:
    ways = {one: LABELS[Way(one)] for one in turn.draft.ways}
    choices = turn.buttons(NAME, ways | {"cancel": "button.cancel"})
    if turn.draft.service:
        service = turn.uow.context.catalog.service(turn.draft.service)
        department = turn.uow.context.catalog.department(service.department)
        question = turn.say(
            "told.ask_service",
            service=service.th,
            department=department.th,
            words=_short(turn.draft.words),
        )
        return [Text(question, choices)]
    return [Text(turn.say("told.not_sent", words=_short(turn.draft.words)), choices)]


def _parse(_turn: ToldTurn, _event: object) -> ToldDraft:
    # routing.told_before handles whatever follows, and ends this conversation.
    raise NotUnderstood("complaint.press_needed")


FLOW = Flow(
    ToldDraft,
    lambda _turn: (Step[ToldDraft](NAME, lambda _draft: True, _ask, _parse),),
    lambda _turn: [],
)
