"""The counts of the responses of a round, from which all figures of a survey are computed.

Void responses and replaced answers are not counted, except void responses in `groups`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.surveys.participation import ASSISTED_DOORS, DoorKind, Mode, ResponseState
from domain.surveys.question_set import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.statistics.histogram import Histogram
    from domain.surveys.question_set import Question, QuestionSet

    Pattern = tuple[int | None, ...]
    """The codes of one person to the scales of a set, in their order; None: not answered."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How often a code was given to a question."""

    question: str
    service: str
    code: int
    count: int


@dataclass(frozen=True, slots=True)
class Group:
    """How many responses have these attributes. `village`: None if the door does not record it.

    `door`: its id. `burst`: part of a burst at one door.
    """

    state: ResponseState
    service: str
    village: int | None
    section: str
    channel: DoorKind
    door: int
    mode: Mode
    burst: bool
    count: int


@dataclass(frozen=True)
class Tally:
    """The counts of one round, or of a part of it.

    `patterns`: how many people gave these codes to `scales_of(question_set)`. `respondents`: people who answered
    a `many` question, by its key; each of them may have given several codes.
    """

    cells: Sequence[Cell] = ()
    groups: Sequence[Group] = ()
    patterns: Mapping[Pattern, int] | None = None
    respondents: Mapping[str, int] | None = None

    def histogram(self, question: str) -> Histogram:
        """How often each code was given to a question."""
        counts: Counter[int] = Counter()
        for cell in self.cells:
            if cell.question == question:
                counts[cell.code] += cell.count
        return counts

    @property
    def counted(self) -> Sequence[Group]:
        """The groups with at least one answer, without the void ones."""
        states = {ResponseState.PARTIAL, ResponseState.COMPLETE}
        return [one for one in self.groups if one.state in states]


def scales_of(question_set: QuestionSet) -> tuple[Question, ...]:
    """The scales of a set, in its order."""
    return tuple(one for one in question_set.questions if one.kind is Kind.SCALE)


def is_assisted(group: Group) -> bool:
    """Whether an officer entered these responses."""
    return group.mode is Mode.ASSISTED or group.channel in ASSISTED_DOORS
