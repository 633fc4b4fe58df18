"""Typed drafts: the answers of a conversation so far, the engine's progress, and the attachments.

Each conversation declares one subclass of `Draft`. A field with a default may be missing in a draft that another
release stored. A field without a default is required: a stored draft that lacks it is not continued.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

from handlers.core.messages import Choice

P = TypeVar("P")
W = TypeVar("W")

TYPED = "typed"
"""Metadata key of a field that contains text as a person typed it."""


def typed_text(default: str | None = "") -> Any:  # noqa: ANN401 - a field takes the type of its annotation
    """Return a field for text as a person typed it; it is corrected when they unsend or edit the message."""
    return field(default=default, metadata={TYPED: True})


@dataclass(frozen=True)
class Evidence:
    """Photos, voice messages, videos and files that were sent into a draft.

    `ids`: the ids of their rows. `owner`: the pseudonym stored in these rows, required to move them into a case.
    `sets`: for each set of photos sent together, how many have arrived. `full`: the last one exceeded the limit.
    """

    ids: tuple[int, ...] = ()
    owner: str = ""
    sets: Mapping[str, int] = field(default_factory=dict)
    full: bool = False

    def without(self, attachment_id: int) -> "Evidence":
        return replace(self, ids=tuple(one for one in self.ids if one != attachment_id))

    def emptied(self) -> "Evidence":
        return replace(self, ids=())

    def carried(self) -> "Evidence":
        """Return the evidence for the draft of another conversation; NO_EVIDENCE if there are no attachments."""
        return Evidence(self.ids, self.owner) if self.ids else NO_EVIDENCE


NO_EVIDENCE = Evidence()


@dataclass(frozen=True)
class Progress:
    """The engine's state in a draft. Conversations only set and clear the side question.

    `history`: names of the answered steps, the latest last. `side_question`: name of a step that is asked out of
    order, even if it is answered already; empty for none. `suspended`: the conversation that this one interrupted.
    `in_english`: the last reply was in Thai and English, also if the person's profile is Thai.
    """

    history: tuple[str, ...] = ()
    side_question: str = ""
    in_english: bool = False
    suspended: "Conversation | None" = None

    def after(self, step: str) -> "Progress":
        """Return the progress after an answer to this step."""
        others = (name for name in self.history if name != step)
        return replace(self, history=(*others, step))


NO_PROGRESS = Progress()


@dataclass(frozen=True)
class Draft:
    """Base of every conversation's draft. `flow`: the name of the conversation, unique to each subclass."""

    flow: ClassVar[str]
    _types: ClassVar[dict[str, type["Draft"]]] = {}

    progress: Progress = field(default=NO_PROGRESS, kw_only=True)

    def __init_subclass__(cls, *, flow: str) -> None:
        if flow in Draft._types:
            raise ValueError(f"two drafts of {flow}")
        cls.flow = flow
        Draft._types[flow] = cls

    @staticmethod
    def type_of(flow: str) -> "type[Draft] | None":
        """Return the draft class of a flow; None if this release has no such flow."""
        return Draft._types.get(flow)

    @property
    def is_worth_keeping(self) -> bool:
        """Whether it contains an entry that its writer should not have to repeat."""
        return False

    @property
    def is_replaced(self) -> bool:
        """Whether any other conversation replaces it instead of interrupting it."""
        return False

    @property
    def own_evidence(self) -> tuple[int, ...]:
        """Ids of the attachments in this draft itself, without those of nested drafts."""
        own = (getattr(self, one.name) for one in fields(self))
        return tuple(key for part in own if isinstance(part, Evidence) for key in part.ids)

    def as_asked_again(self) -> Self:
        """Return the draft for asking the same question again, without what is said of the last answer."""
        return self

    def asking(self, side_question: str) -> Self:
        """Return the draft with this step opened as a side question."""
        return replace(self, progress=replace(self.progress, side_question=side_question))

    def without_side_question(self) -> Self:
        return self.asking("")


@dataclass(frozen=True)
class Conversation:
    """A running or suspended conversation of one person.

    `draft_id`: in the postback of each of its buttons, so that buttons of earlier conversations are recognised.
    `updated_at`: the time of its last change as stored; None for one that was not loaded or is suspended.
    `chips`: the quick replies of its open question, which a push message may offer again.
    """

    draft_id: str
    draft: Draft
    updated_at: datetime | None = field(default=None, compare=False)
    chips: tuple[Choice, ...] = field(default=(), compare=False)

    @property
    def flow(self) -> str:
        return self.draft.flow


def parts(whole: object, kind: type[P]) -> Iterator[P]:
    """Yield every part of this type in a draft, including those in nested drafts."""
    if isinstance(whole, kind):
        yield whole
    for _, part in _inner(whole):
        yield from parts(part, kind)


def with_parts(whole: W, kind: type[P], change: Callable[[P], P]) -> W:
    """Return a copy of a draft in which every part of this type is changed, the innermost parts first."""
    inner = {name: with_parts(part, kind, change) for name, part in _inner(whole)}
    rebuilt: Any = replace(whole, **inner) if inner else whole  # type: ignore[type-var]
    return change(rebuilt) if isinstance(rebuilt, kind) else rebuilt  # type: ignore[return-value]


def _inner(whole: object) -> list[tuple[str, Any]]:
    assert is_dataclass(whole)
    own = ((one.name, getattr(whole, one.name)) for one in fields(whole))
    return [(name, part) for name, part in own if is_dataclass(part)]
