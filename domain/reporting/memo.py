"""The figures of the memorandum with which a period's results go to the executive."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from domain.reporting.plain_values import build


@dataclass(frozen=True)
class MemoFigures:
    """`topics`: the most frequent categories, largest first. `waiting_for`: why open cases wait, "" for none.

    `answers`, `mean`: of the satisfaction; None under the smallest number that is shown. `improved`: what was
    improved in the period. `address`: of the public figures, "" while the office has none.
    `overdue`: open cases past their due date.
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
    """`topics`: category, cases received and of them done. `improvements`: what was asked for, what was done.

    `address`: of the public figures, "" while the office has none.
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
