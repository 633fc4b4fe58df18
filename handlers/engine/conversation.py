"""The step engine: a conversation is a place, a draft and pure named steps.

The open step is the first whose answer the draft lacks. So steps come in any order, going back is
forgetting an answer, and a release that renames a step simply asks the next open question.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from domain.organisation.officers import Officer
from handlers.core.i18n import Both, Voice
from handlers.core.messages import (
    Card,
    Cards,
    Choice,
    Does,
    Incoming,
    Kind,
    Press,
    Reply,
    Speaker,
    Text,
)
from handlers.core.unit_of_work import Desk
from handlers.usecases import attachments
from storage.people.conversations import Place

Draft = Mapping[str, Any]
TRAIL = "trail"
PARKED = "parked"
ASIDE = "aside"
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


class Leave(Exception):  # noqa: N818 - a way out, not a fault
    """The person means something else: end this conversation and hear `text` afresh.

    `known`: what the draft of a complaint takes over, of whatever was sent with it.
    """

    def __init__(self, text: str, known: Draft | None = None) -> None:
        super().__init__()
        self.text = text
        self.known = known or {}


class Divert(Exception):  # noqa: N818 - a way out, not a fault
    """The matter belongs to another conversation: end this one and begin `flow` with what is known."""

    def __init__(self, flow: str, **known: Any) -> None:  # noqa: ANN401 - whatever of its draft is known
        super().__init__(flow)
        self.flow = flow
        self.known = known


@dataclass(frozen=True)
class Talk:
    """One turn with one person: who speaks, at which desk, how far the draft is."""

    desk: Desk
    speaker: Speaker
    officer: Officer | None = None
    flow: str = ""
    draft_id: str = ""
    draft: Draft = field(default_factory=dict)

    def at(self, place: Place) -> "Talk":
        """The same turn, where the person stands in a conversation."""
        return replace(self, flow=place.flow, draft_id=place.draft_id, draft=place.draft)

    @property
    def voice(self) -> Voice:
        return Voice(self.desk.office.words, self.speaker.language)

    def say(self, key: str, **facts: object) -> str:
        return self.voice.say(key, **facts)

    def label(self, key: str) -> str:
        return self.voice.label(key)

    def name(self, both: Both) -> str:
        return self.voice.name(both)

    def button(self, key: str, step: str, value: str = "") -> Choice:
        """A button of this very draft, labelled by a word key."""
        return self.named_button(self.label(key), step, value)

    def named_button(self, label: str, step: str, value: str = "") -> Choice:
        return Choice(label, Does.PRESS, str(Press(self.flow, step, value, self.draft_id)))


def talk_with(desk: Desk, line_user_id: str, language: str) -> Talk:
    """A turn with one person, outside any conversation. Officers are spoken to in Thai alone."""
    person = desk.tx.people.find(line_user_id)
    officer = person.officer if person else None
    bilingual = language == "en" and officer is None
    return Talk(desk, Speaker(line_user_id, "en" if bilingual else "th"), officer)


@dataclass(frozen=True)
class Step:
    """`keys`: what it fills in the draft; `is_open`: whether the draft lacks it.

    `hear` returns the new draft, or raises NotUnderstood or Leave.
    """

    name: str
    keys: tuple[str, ...]
    is_open: Callable[[Draft], bool]
    ask: Callable[[Talk], list[Reply]]
    hear: Callable[[Talk, Incoming], Draft]


@dataclass(frozen=True)
class Flow:
    """`finish` is run once no step is open. `absorb` takes what may come at any step (a photo, a pin)."""

    name: str
    steps: tuple[Step, ...]
    finish: Callable[[Talk], list[Reply]]
    absorb: Callable[[Talk, Incoming], Draft | None] = lambda _talk, _incoming: None

    def open_step(self, draft: Draft) -> Step | None:
        return next((step for step in self.steps if step.is_open(draft)), None)

    def is_ahead(self, pressed: Step, draft: Draft) -> bool:
        """Whether an answer before this step is missing: its button was shown before that was taken back."""
        missing = self.open_step({**draft, ASIDE: None})
        return missing is not None and self.steps.index(missing) < self.steps.index(pressed)

    def step(self, name: str) -> Step | None:
        return next((step for step in self.steps if step.name == name), None)


def begin(talk: Talk, flow: Flow, draft: Draft) -> list[Reply]:
    """Start a flow with what is known already. A conversation it interrupts is parked, not lost."""
    running = talk.desk.tx.conversations.find(talk.speaker.line_user_id)
    parked = _parked(running, flow) if running else None
    if parked is not None:
        attachments.still_wanted(talk.desk, parked)
        draft = {**draft, PARKED: parked}
    return _go_on(replace(talk, flow=flow.name, draft_id=new_draft_id()), flow, draft)


def _parked(running: Place, beginning: Flow) -> Draft | None:
    """What is kept of the conversation that a new one interrupts: itself, or what it had interrupted."""
    whole = {"flow": running.flow, "draft_id": running.draft_id, "draft": dict(running.draft)}
    if any(running.draft.get(key) for key in TOLD):
        return whole
    # The same conversation begun anew takes the place of one that holds nothing yet.
    own = None if running.flow == beginning.name else whole
    parked: Draft | None = running.draft.get(PARKED, own)
    return parked


def advance(talk: Talk, flow: Flow, incoming: Incoming) -> list[Reply]:
    """One answer heard: the next question, the same one again, or the end. Raises Leave."""
    step = flow.open_step(talk.draft)
    if step is None:
        return _go_on(talk, flow, talk.draft)
    absorbed = flow.absorb(talk, incoming)
    if absorbed is not None:
        replies = _go_on(talk, flow, absorbed, quiet=_more_of_the_set(incoming, absorbed))
        return _acknowledged(talk, incoming, absorbed, replies)
    incoming = _typed_button(talk, step, incoming)
    answered = flow.step(incoming.press.step) or step if incoming.press else step
    if flow.is_ahead(answered, talk.draft):
        return _ask(talk, step)
    try:
        draft = answered.hear(talk, incoming)
    except NotUnderstood as problem:
        # What is open is asked: a button may be of a question that this conversation never asks.
        return _ask(talk, step, lead=talk.say(problem.key, **problem.facts))
    return _go_on(talk, flow, _remember(draft, answered))


def back(talk: Talk, flow: Flow) -> list[Reply]:
    """Leave a side question; else forget the last answer and ask for it again."""
    if talk.draft.get(ASIDE):
        return _go_on(talk, flow, {**talk.draft, ASIDE: None})
    trail = list(talk.draft.get(TRAIL, ()))
    draft = dict(talk.draft)
    last = flow.step(trail.pop()) if trail else None
    for key in last.keys if last else ():
        draft.pop(key, None)
    return _go_on(talk, flow, {**draft, TRAIL: trail})


def leave(talk: Talk) -> Place | None:
    """End the conversation; the one it had interrupted, if any, is under way again."""
    conversations = talk.desk.tx.conversations
    parked = talk.draft.get(PARKED)
    if parked is None:
        conversations.drop(talk.speaker.line_user_id)
        return None
    place = Place(parked["flow"], parked["draft_id"], parked["draft"])
    conversations.put(talk.speaker.line_user_id, place, talk.desk.now)
    return place


def ask_again(talk: Talk, flow: Flow, lead: str = "") -> list[Reply]:
    step = flow.open_step(talk.draft)
    return _ask(talk, step, lead) if step else _go_on(talk, flow, talk.draft)


def new_draft_id() -> str:
    return secrets.token_hex(6)


def _go_on(talk: Talk, flow: Flow, draft: Draft, *, quiet: bool = False) -> list[Reply]:
    talk = replace(talk, draft=draft)
    step = flow.open_step(draft)
    if step is None:
        leave(talk)
        return flow.finish(talk)
    talk.desk.tx.conversations.put(
        talk.speaker.line_user_id, Place(flow.name, talk.draft_id, draft), talk.desk.now
    )
    return [] if quiet else _ask(talk, step)


def _ask(talk: Talk, step: Step, lead: str = "") -> list[Reply]:
    question = step.ask(talk)
    if not lead:
        return question
    return [Text(lead), *question]


def _acknowledged(
    talk: Talk, incoming: Incoming, draft: Draft, replies: list[Reply]
) -> list[Reply]:
    """Whoever sent a photo reads that it is here: above the question, or on the card that counts it."""
    if not replies:
        return []
    if attachments.is_evidence(incoming) and draft.get(attachments.FULL):
        return [Text(talk.say("attachment.too_many", most=attachments.LIMIT)), *replies]
    first, *rest = replies
    if not isinstance(first, Text):
        return replies
    return [replace(first, text=f"{talk.say('attachment.received')}\n{first.text}"), *rest]


def _remember(draft: Draft, step: Step) -> Draft:
    trail = [name for name in draft.get(TRAIL, ()) if name != step.name]
    return {**draft, TRAIL: [*trail, step.name]}


def _more_of_the_set(incoming: Incoming, draft: Draft) -> bool:
    """Photos sent together come one by one: answer when the last of them is here."""
    if incoming.kind is not Kind.PHOTO or incoming.set_size < 2:
        return False
    return bool(draft.get("sets", {}).get(incoming.set_id, 0) < incoming.set_size)


def _typed_button(talk: Talk, step: Step, incoming: Incoming) -> Incoming:
    """Typing what a button says is pressing it: LINE for PC shows no quick replies."""
    if incoming.kind is not Kind.TEXT:
        return incoming
    typed = incoming.text.strip().lower()
    for choice in _choices(step.ask(talk)):
        if choice.does is Does.PRESS and choice.label.lower() == typed:
            return replace(incoming, kind=Kind.PRESS, press=Press.parse(choice.target))
    return incoming


def _choices(replies: list[Reply]) -> list[Choice]:
    found: list[Choice] = []
    for reply in replies:
        found += reply.choices
        for card in reply.cards if isinstance(reply, Cards) else (reply,):
            found += card.buttons if isinstance(card, Card) else ()
    return found
