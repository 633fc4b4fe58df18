"""The figures of the memorandum that submits a period's results to the executive, and those of the poster."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from domain.reporting.plain_values import build


@dataclass(frozen=True)
class MemoFigures:
    """The figures of a memorandum.

    `topics`: the most frequent categories, largest first. `waiting_for`: reasons of open cases' pauses with their
    count, "" for cases that are not paused. `answers`, `mean`: of the satisfaction surveys; None if there are too
    few answers to publish. `improved`: improvements of the period. `address`: URL of the public figures, "" for
    none. `overdue`: open cases past their due date.
    """

    period: str
    received: int
    done: int
    overdue: int
    topics: tuple[tuple[str, int], ...]
    waiting_for: tuple[tuple[str, int], ...]
    answers: int | None
    mean: float | None
    improved: tuple[str, ...]
    address: str

    def to_json(self) -> str:
        """The canonical JSON text: equal figures give equal bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True)
class PosterFigures:
    """The figures of a poster.

    `topics`: category, cases received and how many of them are done. `improvements`: the request and what was
    done. `address`: URL of the public figures, "" for none.
    """

    period: str
    topics: tuple[tuple[str, int, int], ...]
    improvements: tuple[tuple[str, str], ...]
    address: str

    def to_json(self) -> str:
        """The canonical JSON text: equal figures give equal bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def memo_from_json(text: str) -> MemoFigures:
    """The figures that `to_json` wrote. Raises TypeError for missing fields."""
    return build(MemoFigures, json.loads(text))


def poster_from_json(text: str) -> PosterFigures:
    """The figures that `to_json` wrote. Raises TypeError for missing fields."""
    return build(PosterFigures, json.loads(text))
