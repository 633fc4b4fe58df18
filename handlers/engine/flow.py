"""The parts of a conversation: its draft class, its steps for a turn, and the exceptions that end a step."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic

from handlers.core.messages import Choice, InboundEvent, Reply
from handlers.engine.draft import Draft
from handlers.engine.turn import ConversationTurn, D


class NotUnderstood(Exception):  # noqa: N818 - the question is asked again, it is not an error
    """The answer does not fit the question: reply with the sentence `key`, then ask again.

    `choices`: quick replies to show before those of the question.
    """

    def __init__(self, key: str, choices: tuple[Choice, ...] = (), **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.choices = choices
        self.facts = facts


class Exit(Exception):  # noqa: N818 - the conversation ends, it is not an error
    """The person means something else: end this conversation and handle `text` like a new message."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class SwitchTo(Exception):  # noqa: N818 - the conversation ends, it is not an error
    """The matter belongs to another conversation: end this one and begin the one of `draft`."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft.flow)
        self.draft = draft


@dataclass(frozen=True)
class Step(Generic[D]):
    """One question of a conversation.

    `is_missing`: whether the draft lacks its answer; always False for a step that is only a side question.
    `ask`: returns the question. `parse`: returns the draft with the answer, or raises NotUnderstood, Exit or
    SwitchTo. `forget`: returns the draft without the answer.
    """

    name: str
    is_missing: Callable[[D], bool]
    ask: Callable[[ConversationTurn[D]], list[Reply]]
    parse: Callable[[ConversationTurn[D], InboundEvent], D]
    forget: Callable[[D], D] = lambda draft: draft


@dataclass(frozen=True)
class TakenMedia(Generic[D]):
    """The result of media that arrived at any step and is not its answer. `draft`: the draft with the media.

    `refusal`: a sentence that says why the media was not taken; empty if it was. `more_to_come`: it belongs to a
    set of photos of which others have not arrived yet.
    """

    draft: D
    refusal: str = ""
    more_to_come: bool = False


@dataclass(frozen=True)
class Flow(Generic[D]):
    """A conversation. `draft`: the class of its draft.

    `steps`: returns its steps in order, computed from the draft of the turn. `finish`: returns the replies at the
    end and runs when no step is open. `on_media`: handles media that may arrive at any step, such as a photo or a
    location; returns None if the event is to be handled as an answer.
    """

    draft: type[D]
    steps: Callable[[ConversationTurn[D]], Sequence[Step[D]]]
    finish: Callable[[ConversationTurn[D]], list[Reply]]
    on_media: Callable[[ConversationTurn[D], InboundEvent], TakenMedia[D] | None] = (
        lambda _turn, _event: None
    )

    @property
    def name(self) -> str:
        return self.draft.flow

    def open_step(self, turn: ConversationTurn[D]) -> Step[D] | None:
        """Return the first step that is open; None if the conversation is complete."""
        return _first_open(self.steps(turn), turn.draft)

    def step(self, turn: ConversationTurn[D], name: str) -> Step[D] | None:
        """Return the step with this name; None if this turn has no such step."""
        return next((step for step in self.steps(turn) if step.name == name), None)

    def is_ahead(self, turn: ConversationTurn[D], pressed: Step[D]) -> bool:
        """Whether an earlier step than the pressed one is open, because its answer was removed afterwards."""
        steps = self.steps(turn)
        names = [step.name for step in steps]
        before = steps[: names.index(pressed.name)]
        return _first_open(before, turn.draft.without_side_question()) is not None


def _first_open(steps: Iterable[Step[D]], draft: D) -> Step[D] | None:
    for step in steps:
        if draft.progress.side_question == step.name or step.is_missing(draft):
            return step
    return None
