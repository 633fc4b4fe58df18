"""What a conversation consists of: its typed draft, its steps for a turn, and the ways out of a step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Generic

from handlers.core.messages import InboundEvent, Reply
from handlers.engine.draft import Draft
from handlers.engine.turn import ConversationTurn, D


class NotUnderstood(Exception):  # noqa: N818 - an answer to ask again, not a fault
    """The answer does not fit the question: say the sentence `key`, then ask again."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts


class Exit(Exception):  # noqa: N818 - a way out, not a fault
    """The person means something else: end this conversation and read `text` afresh."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class SwitchTo(Exception):  # noqa: N818 - a way out, not a fault
    """The matter belongs to another conversation: end this one and begin that of `draft`."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft.flow)
        self.draft = draft


@dataclass(frozen=True)
class Step(Generic[D]):
    """One question of a conversation.

    `is_missing`: whether the draft lacks its answer; never for a side question.
    `parse` returns the new draft, or raises NotUnderstood, Exit or SwitchTo. `forget` removes the answer.
    """

    name: str
    is_missing: Callable[[D], bool]
    ask: Callable[[ConversationTurn[D]], list[Reply]]
    parse: Callable[[ConversationTurn[D], InboundEvent], D]
    forget: Callable[[D], D] = lambda draft: draft

    def is_open(self, draft: D) -> bool:
        return draft.progress.side_question == self.name or self.is_missing(draft)


@dataclass(frozen=True)
class TakenMedia(Generic[D]):
    """What came at any step and is no answer: the draft with it.

    `refusal`: why it was left out, in words. `more_to_come`: it is one of several sent together, not the last.
    """

    draft: D
    refusal: str = ""
    more_to_come: bool = False


@dataclass(frozen=True)
class Flow(Generic[D]):
    """A conversation. `draft`: the class of what it knows.

    `steps`: its questions in order, for what is known in this turn. `finish` is run once none is open.
    `on_media` takes what may come at any step (a photo, a pin); None where that is an answer like any other.
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
        return next((step for step in self.steps(turn) if step.is_open(turn.draft)), None)

    def step(self, turn: ConversationTurn[D], name: str) -> Step[D] | None:
        return next((step for step in self.steps(turn) if step.name == name), None)

    def is_ahead(self, turn: ConversationTurn[D], pressed: Step[D]) -> bool:
        """Whether an answer before this step is missing: its button was shown before that was taken back."""
        draft = turn.draft.without_side_question()
        before = takewhile(lambda step: step.name != pressed.name, self.steps(turn))
        return any(step.is_open(draft) for step in before)
