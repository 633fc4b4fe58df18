"""A classifier for the act of a message: multinomial logistic regression over its features.

The features are the character n-grams of the message and what the lexicon and the rules found in it. The names of
the latter start with `<`, so they cannot be confused with n-grams.

The model generalises beyond the words of acts.toml. `bench/train_acts.py` trains it on phrases written for this
project; the weights are shipped in domain/data/act_model.json.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RUNS = (2, 3, 4)
"""Lengths of the character n-grams."""
OPENING, CLOSING = 150, 50
"""Characters read at the beginning and at the end of a message, where people say what they want."""
ZERO = ord("?")
MOST = 28
"""The largest absolute weight. A weight w is shipped as the character with code point ZERO + w."""
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class ActModel:
    """`weights`: for each feature a weight for each act, in units of 1 / `scale`."""

    acts: tuple[str, ...]
    weights: Mapping[str, bytes]
    scale: float

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Self:
        """Build from the parsed act_model.json: `acts`, `scale`, and `weights`, one character for each act."""
        # Equal rows share one bytes object: as lists of integers the weights would take 9 MB.
        shared: dict[str, bytes] = {}
        weights = {
            run: shared.setdefault(letters, letters.encode("ascii"))
            for run, letters in data["weights"].items()
        }
        return cls(tuple(data["acts"]), weights, data["scale"])

    def probabilities(self, features: Sequence[str]) -> dict[str, float]:
        """The probability of each act; they sum to 1. `features`: distinct features of a message, at least one."""
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
    """The distinct character n-grams of a squeezed text; every number counts as one character."""
    plain = _DIGITS.sub("0", text)
    if len(plain) > OPENING + CLOSING:
        plain = plain[:OPENING] + plain[-CLOSING:]
    plain = f"^{plain}$"
    return sorted({plain[at : at + size] for size in RUNS for at in range(len(plain) - size + 1)})
