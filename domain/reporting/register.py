"""The register of complaints, without personal data of reporters, and its division into volumes for printing."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace

from domain.reporting.plain_values import build

LINES_A_VOLUME = 500
"""On paper about 30 sheets: an office of 10,000 residents fills one volume in several months."""


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
class Volume:
    """A volume of a long register. `number`: from 1. `first`: the position of its first line, from 1.

    `volumes` and `lines`: of the whole register.
    """

    number: int
    volumes: int
    first: int
    lines: int


@dataclass(frozen=True)
class RegisterFigures:
    """The cases filed in a period, in the order of filing, in their state at the time of the report.

    `volume`: None for the whole register.
    """

    period: str
    lines: tuple[RegisterLine, ...]
    volume: Volume | None = None

    def to_json(self) -> str:
        """The canonical JSON text: equal figures give equal bytes."""
        # `asdict` copies every value, which takes seconds for the lines of a large office.
        return _to_json(
            {
                "period": self.period,
                "lines": [vars(one) for one in self.lines],
                "volume": asdict(self.volume) if self.volume else None,
            }
        )


def from_json(text: str) -> RegisterFigures:
    """The figures that `to_json` wrote. Raises TypeError or KeyError for missing fields."""
    content = json.loads(text)
    lines = content.pop("lines")
    # Built directly, because `build` takes longer for the lines of a large office than writing them.
    names = tuple(one.name for one in fields(RegisterLine))
    built = tuple(RegisterLine(*(line[name] for name in names)) for line in lines)
    return replace(build(RegisterFigures, {**content, "lines": ()}), lines=built)


def volumes(text: str) -> tuple[str, ...]:
    """The JSON of each volume of a register, LINES_A_VOLUME lines each; a short register is one, unchanged."""
    whole = json.loads(text)
    lines = whole["lines"]
    if len(lines) <= LINES_A_VOLUME:
        return (text,)
    starts = range(0, len(lines), LINES_A_VOLUME)
    return tuple(
        _to_json(
            {
                "period": whole["period"],
                "lines": lines[start : start + LINES_A_VOLUME],
                "volume": asdict(Volume(number, len(starts), start + 1, len(lines))),
            }
        )
        for number, start in enumerate(starts, 1)
    )


def _to_json(content: dict[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
