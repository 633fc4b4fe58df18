"""The step engine: a conversation is a place, a draft and pure named steps.

The open step is the first whose answer the draft lacks. So steps come in any order, going back is
forgetting an answer, and a release that renames a step simply asks the next open question.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from domain.organisation.officers import Officer
from handlers.core.i18n import Bilingual, Translator
from handlers.core.messages import (
    ButtonAction,
    Card,
    Cards,
    Choice,
    EventKind,
    InboundEvent,
    Postback,
    Reply,
    Text,
    User,
)
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import attachments
from storage.people.conversations import ConversationState

Draft = Mapping[str, Any]
HISTORY = "trail"
SUSPENDED = "parked"
SIDE_QUESTION = "aside"
"""Draft keys of the engine: the steps answered so far, the conversation that was interrupted, and the
name of a side question that is open (asked on the way, answered or not, without losing anything)."""
TOLD = ("detail", "story", "evidence")
"""Draft keys of what nobody should have to tell twice."""


class NotUnderstood(Exception):  # noqa: N818 - an answer to ask again, not a fault
    """The answer does not fit the question: say the sentence `key`, then ask again."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts


class Exit(Exception):  # noqa: N818 - a way out, not a fault
    """The person means something else: end this conversation and hear `text` afresh.

    `known`: what the draft of a complaint takes over, of whatever was sent with it.
    """

    def __init__(self, text: str, known: Draft | None = None) -> None:
        super().__init__()
        self.text = text
        self.known = known or {}


class SwitchTo(Exception):  # noqa: N818 - a way out, not a fault
    """The matter belongs to another conversation: end this one and begin `flow` with what is known."""

    def __init__(self, flow: str, **known: Any) -> None:  # noqa: ANN401 - whatever of its draft is known
        super().__init__(flow)
        self.flow = flow
        self.known = known


@dataclass(frozen=True)
class Turn:
    """One turn with one person: who speaks, at which desk, how far the draft is."""

    uow: UnitOfWork
    user: User
    officer: Officer | None = None
    flow: str = ""
    draft_id: str = ""
    draft: Draft = field(default_factory=dict)

    def at(self, place: ConversationState) -> "Turn":
        """The same turn, where the person stands in a conversation."""
        return replace(self, flow=place.flow, draft_id=place.draft_id, draft=place.draft)

    @property
    def translator(self) -> Translator:
        return Translator(self.uow.context.translations, self.user.language)

    def say(self, key: str, **facts: object) -> str:
        return self.translator.say(key, **facts)

    def label(self, key: str) -> str:
        return self.translator.label(key)

    def name(self, both: Bilingual) -> str:
        return self.translator.name(both)

    def button(self, key: str, step: str, value: str = "") -> Choice:
        """A button of this very draft, labelled by a word key."""
        return self.named_button(self.label(key), step, value)

    def named_button(self, label: str, step: str, value: str = "") -> Choice:
        return Choice(
            label, ButtonAction.PRESS, str(Postback(self.flow, step, value, self.draft_id))
        )


def turn_with(uow: UnitOfWork, line_user_id: str, language: str) -> Turn:
    """A turn with one person, outside any conversation. Officers are spoken to in Thai alone."""
    person = uow.tx.people.find(line_user_id)
    officer = person.officer if person else None
    bilingual = language == "en" and officer is None
    return Turn(uow, User(line_user_id, "en" if bilingual else "th"), officer)


@dataclass(frozen=True)
class Step:
    """`keys`: what it fills in the draft; `is_open`: whether the draft lacks it.

    `hear` returns the new draft, or raises NotUnderstood or Leave.
    """

    name: str
    keys: tuple[str, ...]
    is_open: Callable[[Draft], bool]
    ask: Callable[[Turn], list[Reply]]
    parse: Callable[[Turn, InboundEvent], Draft]


@dataclass(frozen=True)
class Flow:
    """`finish` is run once no step is open. `absorb` takes what may come at any step (a photo, a pin)."""

    name: str
    steps: tuple[Step, ...]
    finish: Callable[[Turn], list[Reply]]
    on_media: Callable[[Turn, InboundEvent], Draft | None] = lambda _talk, _incoming: None

    def open_step(self, draft: Draft) -> Step | None:
        return next((step for step in self.steps if step.is_open(draft)), None)

    def is_ahead(self, pressed: Step, draft: Draft) -> bool:
        """Whether an answer before this step is missing: its button was shown before that was taken back."""
        missing = self.open_step({**draft, SIDE_QUESTION: None})
        return missing is not None and self.steps.index(missing) < self.steps.index(pressed)

    def step(self, name: str) -> Step | None:
        return next((step for step in self.steps if step.name == name), None)


def begin(turn: Turn, flow: Flow, draft: Draft) -> list[Reply]:
    """Start a flow with what is known already. A conversation it interrupts is parked, not lost."""
    running = turn.uow.tx.conversations.find(turn.user.line_user_id)
    suspended = _suspended(running, flow) if running else None
    if suspended is not None:
        attachments.still_wanted(turn.uow, suspended)
        draft = {**draft, SUSPENDED: suspended}
    return _go_on(replace(turn, flow=flow.name, draft_id=new_draft_id()), flow, draft)


def _suspended(running: ConversationState, beginning: Flow) -> Draft | None:
    """What is kept of the conversation that a new one interrupts: itself, or what it had interrupted."""
    whole = {"flow": running.flow, "draft_id": running.draft_id, "draft": dict(running.draft)}
    if any(running.draft.get(key) for key in TOLD):
        return whole
    # The same conversation begun anew takes the place of one that holds nothing yet.
    own = None if running.flow == beginning.name else whole
    suspended: Draft | None = running.draft.get(SUSPENDED, own)
    return suspended


def advance(turn: Turn, flow: Flow, event: InboundEvent) -> list[Reply]:
    """One answer heard: the next question, the same one again, or the end. Raises Leave."""
    step = flow.open_step(turn.draft)
    if step is None:
        return _go_on(turn, flow, turn.draft)
    absorbed = flow.on_media(turn, event)
    if absorbed is not None:
        replies = _go_on(turn, flow, absorbed, quiet=_more_of_the_set(event, absorbed))
        return _acknowledged(turn, event, absorbed, replies)
    event = _typed_button(turn, step, event)
    answered = flow.step(event.postback.step) or step if event.postback else step
    if flow.is_ahead(answered, turn.draft):
        return _ask(turn, step)
    try:
        draft = answered.parse(turn, event)
    except NotUnderstood as problem:
        # What is open is asked: a button may be of a question that this conversation never asks.
        return _ask(turn, step, lead=turn.say(problem.key, **problem.facts))
    return _go_on(turn, flow, _remember(draft, answered))


def back(turn: Turn, flow: Flow) -> list[Reply]:
    """Leave a side question; else forget the last answer and ask for it again."""
    if turn.draft.get(SIDE_QUESTION):
        return _go_on(turn, flow, {**turn.draft, SIDE_QUESTION: None})
    trail = list(turn.draft.get(HISTORY, ()))
    draft = dict(turn.draft)
    last = flow.step(trail.pop()) if trail else None
    for key in last.keys if last else ():
        draft.pop(key, None)
    return _go_on(turn, flow, {**draft, HISTORY: trail})


def leave(turn: Turn) -> ConversationState | None:
    """End the conversation; the one it had interrupted, if any, is under way again."""
    conversations = turn.uow.tx.conversations
    suspended = turn.draft.get(SUSPENDED)
    if suspended is None:
        conversations.drop(turn.user.line_user_id)
        return None
    place = ConversationState(suspended["flow"], suspended["draft_id"], suspended["draft"])
    conversations.put(turn.user.line_user_id, place, turn.uow.now)
    return place


def ask_again(turn: Turn, flow: Flow, lead: str = "") -> list[Reply]:
    step = flow.open_step(turn.draft)
    return _ask(turn, step, lead) if step else _go_on(turn, flow, turn.draft)


def new_draft_id() -> str:
    return secrets.token_hex(6)


def _go_on(turn: Turn, flow: Flow, draft: Draft, *, quiet: bool = False) -> list[Reply]:
    turn = replace(turn, draft=draft)
    step = flow.open_step(draft)
    if step is None:
        leave(turn)
        return flow.finish(turn)
    turn.uow.tx.conversations.put(
        turn.user.line_user_id, ConversationState(flow.name, turn.draft_id, draft), turn.uow.now
    )
    return [] if quiet else _ask(turn, step)


def _ask(turn: Turn, step: Step, lead: str = "") -> list[Reply]:
    question = step.ask(turn)
    if not lead:
        return question
    return [Text(lead), *question]


def _acknowledged(
    turn: Turn, event: InboundEvent, draft: Draft, replies: list[Reply]
) -> list[Reply]:
    """Whoever sent a photo reads that it is here: above the question, or on the card that counts it."""
    if not replies:
        return []
    if attachments.is_evidence(event) and draft.get(attachments.FULL):
        return [Text(turn.say("attachment.too_many", most=attachments.LIMIT)), *replies]
    first, *rest = replies
    if not isinstance(first, Text):
        return replies
    return [replace(first, text=f"{turn.say('attachment.received')}\n{first.text}"), *rest]


def _remember(draft: Draft, step: Step) -> Draft:
    trail = [name for name in draft.get(HISTORY, ()) if name != step.name]
    return {**draft, HISTORY: [*trail, step.name]}


def _more_of_the_set(event: InboundEvent, draft: Draft) -> bool:
    """Photos sent together come one by one: answer when the last of them is here."""
    if event.kind is not EventKind.PHOTO or event.set_size < 2:
        return False
    return bool(draft.get("sets", {}).get(event.set_id, 0) < event.set_size)


def _typed_button(turn: Turn, step: Step, event: InboundEvent) -> InboundEvent:
    """Typing what a button says is pressing it: LINE for PC shows no quick replies."""
    if event.kind is not EventKind.TEXT:
        return event
    typed = event.text.strip().lower()
    for choice in _choices(step.ask(turn)):
        if choice.does is ButtonAction.PRESS and choice.label.lower() == typed:
            return replace(event, kind=EventKind.PRESS, postback=Postback.parse(choice.target))
    return event


def _choices(replies: list[Reply]) -> list[Choice]:
    found: list[Choice] = []
    for reply in replies:
        found += reply.choices
        for card in reply.cards if isinstance(reply, Cards) else (reply,):
            found += card.buttons if isinstance(card, Card) else ()
    return found
