"""The figures of the integrity report: what was done for each measure of the plan in a fiscal year."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from domain.reporting.plain_values import build


@dataclass(frozen=True)
class FactFigures:
    """A counted fact. `name`: a value of `Fact`. `numbers`: the numbers of its sentence, in their order."""

    name: str
    numbers: tuple[float, ...]


@dataclass(frozen=True)
class EvidenceLine:
    """Evidence for a measure. `done_on`: an ISO date. `url`: "" for none."""

    done_on: str
    what: str
    url: str


@dataclass(frozen=True)
class MeasureFigures:
    """A measure and its evidence. `is_verified`: its wording was compared with its source.

    `written`: what the office wrote of its results besides.
    """

    key: str
    tool: str
    th: str
    responsible: str
    is_verified: bool
    facts: tuple[FactFigures, ...]
    evidence: tuple[EvidenceLine, ...]
    written: str = ""


@dataclass(frozen=True)
class ScoreFigures:
    """The official score of a tool, or of all tools, in this year and the previous one; None if not entered."""

    tool: str
    score: float | None
    before: float | None
    source: str

    @property
    def has_risen(self) -> bool:
        """Whether the official scores of both years are known and this year's is higher."""
        return self.score is not None and self.before is not None and self.score > self.before


@dataclass(frozen=True)
class IntegrityFigures:
    """`year`: the Buddhist fiscal year. `measures`: in the order of the plan.

    `is_public`: of the public version, which has no requests to write something.
    """

    year: int
    measures: tuple[MeasureFigures, ...]
    scores: tuple[ScoreFigures, ...]
    is_public: bool = False

    def to_json(self) -> str:
        """The canonical JSON text: equal figures give equal bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> IntegrityFigures:
    """The figures that `to_json` wrote. Raises TypeError for missing fields."""
    return build(IntegrityFigures, json.loads(text))
