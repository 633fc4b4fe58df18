"""What a conversation knows so far: typed drafts, the engine's own part of each, and what was sent into them.

Each conversation declares one subclass of `Draft`. A field with a default may be missing in what another
release stored; a field without one is needed, and a stored draft that lacks it is not continued.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

P = TypeVar("P")
W = TypeVar("W")

TYPED = "typed"
"""Key of a field's metadata: the field holds words as a person typed them."""


def typed_text(default: str | None = "") -> Any:  # noqa: ANN401 - a field takes the type of its annotation
    """A field for words as a person typed them: a message that is unsent or edited changes them."""
    return field(default=default, metadata={TYPED: True})


@dataclass(frozen=True)
class Evidence:
    """Photos, voices, videos and files sent into a draft.

    `ids`: their rows. `owner`: the pseudonym that stands on these rows; only with it may they be put into a
    case. `sets`: how many photos of each set sent together have come. `full`: there was no room for the last.
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
        """What another conversation takes over: nothing where nothing was sent."""
        return Evidence(self.ids, self.owner) if self.ids else NO_EVIDENCE


NO_EVIDENCE = Evidence()


@dataclass(frozen=True)
class Progress:
    """The engine's own part of a draft; conversations only open and close the side question.

    `history`: names of the steps answered so far, the last one last. `side_question`: name of the step that
    is asked on the way, answered or not, without losing anything. `suspended`: what this one interrupted.
    """

    history: tuple[str, ...] = ()
    side_question: str = ""
    suspended: "Conversation | None" = None

    def after(self, step: str) -> "Progress":
        others = (name for name in self.history if name != step)
        return replace(self, history=(*others, step))


NO_PROGRESS = Progress()


@dataclass(frozen=True)
class Draft:
    """Base of every conversation's draft. `flow`: the name of its conversation, given once by the class."""

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
        """The draft of a conversation by its name; None for one that this release does not have."""
        return Draft._types.get(flow)

    @property
    def is_worth_keeping(self) -> bool:
        """Whether it holds what nobody should have to say twice."""
        return False

    @property
    def own_evidence(self) -> tuple[int, ...]:
        """Ids of what was sent into this draft itself, not into one within it."""
        own = (getattr(self, one.name) for one in fields(self))
        return tuple(key for part in own if isinstance(part, Evidence) for key in part.ids)

    def asking(self, side_question: str) -> Self:
        return replace(self, progress=replace(self.progress, side_question=side_question))

    def without_side_question(self) -> Self:
        return self.asking("")


@dataclass(frozen=True)
class Conversation:
    """A conversation somebody is in, or has interrupted.

    `draft_id` is carried by each of its buttons, so that an old button is known as old. `updated_at`: when it
    last moved, as it was read.
    """

    draft_id: str
    draft: Draft
    updated_at: datetime | None = field(default=None, compare=False)

    @property
    def flow(self) -> str:
        return self.draft.flow


def parts(whole: object, kind: type[P]) -> Iterator[P]:
    """Every part of this kind within a draft, in drafts within it too."""
    if isinstance(whole, kind):
        yield whole
    for _, part in _inner(whole):
        yield from parts(part, kind)


def with_parts(whole: W, kind: type[P], change: Callable[[P], P]) -> W:
    """The draft with every part of this kind changed, the innermost first."""
    inner = {name: with_parts(part, kind, change) for name, part in _inner(whole)}
    rebuilt: Any = replace(whole, **inner) if inner else whole  # type: ignore[type-var]
    return change(rebuilt) if isinstance(rebuilt, kind) else rebuilt  # type: ignore[return-value]


def _inner(whole: object) -> list[tuple[str, Any]]:
    assert is_dataclass(whole)
    own = ((one.name, getattr(whole, one.name)) for one in fields(whole))
    return [(name, part) for name, part in own if is_dataclass(part)]
