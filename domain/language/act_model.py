"""A statistical guess at the act of a message: multinomial logistic regression over its features.

The features are its runs of characters and what the lexicon and the rules found in it; the latter start
with `<`, which no run of characters does when it is one.

It generalises where the words of acts.toml end. `bench/train_acts.py` trains it from phrases written
for this project; the weights are shipped in domain/data/act_model.json.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RUNS = (2, 3, 4)
"""Lengths of the runs of characters that are counted."""
OPENING, CLOSING = 150, 50
"""What a message wants stands at its beginning or its end; the characters between are not read."""
ZERO = ord("?")
MOST = 28
"""A weight is shipped as the letter that many places after or before ZERO."""
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class ActModel:
    """For each run of characters a weight for each act; `scale` weights make one."""

    acts: tuple[str, ...]
    weights: Mapping[str, bytes]
    scale: float

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Self:
        """From the parsed act_model.json: `acts`, `scale`, and in `weights` a letter for each act."""
        # As bytes, equal ones once: in lists of integers the weights would take 9 MB.
        known: dict[str, bytes] = {}
        weights = {
            run: known.setdefault(letters, letters.encode("ascii"))
            for run, letters in data["weights"].items()
        }
        return cls(tuple(data["acts"]), weights, data["scale"])

    def probabilities(self, features: Sequence[str]) -> dict[str, float]:
        """How likely each act is, summing to 1, by the distinct features of a message; there is at least one."""
        rows = [self.weights[one] for one in features if one in self.weights]
        offset = ZERO * len(rows)
        totals = [sum(column) - offset for column in zip(*rows, strict=True)] or [0] * len(
            self.acts
        )
        share = 1 / (self.scale * math.sqrt(len(features)))
        highest = max(totals)
        powers = [math.exp((total - highest) * share) for total in totals]
        whole = sum(powers)
        return {act: power / whole for act, power in zip(self.acts, powers, strict=True)}


def runs_of(text: str) -> list[str]:
    """The distinct runs of characters of a squeezed text; every number counts as one character."""
    plain = _DIGITS.sub("0", text)
    if len(plain) > OPENING + CLOSING:
        plain = plain[:OPENING] + plain[-CLOSING:]
    plain = f"^{plain}$"
    return sorted({plain[at : at + size] for size in RUNS for at in range(len(plain) - size + 1)})
