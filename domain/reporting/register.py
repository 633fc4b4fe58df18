"""The register of complaints, without personal data of reporters."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from domain.reporting.plain_values import build


@dataclass(frozen=True)
class RegisterLine:
    """One ordinary case. Days are ISO dates, "" for an event that has not happened. `village`: None if unknown."""

    number: str
    filed_on: str
    category: str
    village: int | None
    department: str
    officer: str
    due_on: str
    answered_on: str
    ended_on: str
    status: str


@dataclass(frozen=True)
class RegisterFigures:
    """The cases filed in a period, in the order of filing, in their state at the time of the report."""

    period: str
    lines: tuple[RegisterLine, ...]

    def to_json(self) -> str:
        """The canonical JSON text: equal figures give equal bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> RegisterFigures:
    """The figures that `to_json` wrote. Raises TypeError for missing fields."""
    return build(RegisterFigures, json.loads(text))
