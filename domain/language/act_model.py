"""A classifier for the act of a message: multinomial logistic regression over its features.

The features are the character n-grams of the message and what the lexicon and the rules found in it. The names of
the latter start with `<`, so they cannot be confused with n-grams.

The model generalises beyond the words of acts.toml. `bench/train_acts.py` trains it on phrases written for this
project; the weights are shipped in domain/data/act_model.json.
"""

from __future__ import annotations

import math
import re
import struct
import sys
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

RUNS = (2, 3, 4)
"""Lengths of the character n-grams."""
OPENING, CLOSING = 150, 50
"""Characters read at the beginning and at the end of a message, where people say what they want."""
ZERO = ord("?")
MOST = 28
"""The largest absolute weight. A weight w is shipped as the character with code point ZERO + w."""
_DIGITS = re.compile(r"\d+")
KEY_CHARACTERS = 4
"""An n-gram of up to four characters is a key: its UTF-16 code units as one integer of 64 bits."""
PADDING = "\n"
"""Fills shorter n-grams up; no squeezed text contains it, and it comes before every other character."""
_LAST_OF_ONE_UNIT = "\uffff"


@dataclass(frozen=True, slots=True)
class ActModel:
    """The weights of each feature, one byte for each act, in units of 1 / `scale`.

    `keys`: the keys of the n-grams, sorted, and `rows` their weights in the same order; in a dictionary they would
    take 18 MB. `others`: the weights of the features that do not fit into a key, such as those of the rules.
    """

    acts: tuple[str, ...]
    keys: array[int]
    rows: bytes
    others: Mapping[str, bytes]
    scale: float

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Self:
        """Build from the parsed act_model.json.

        `ngrams`: padded n-grams with a key, sorted, those with the same first character in one text; `rows`: their
        weights, one character for each act; `others`: the weights of all other features.
        """
        keys = array("Q", "".join(data["ngrams"]).encode("utf-16-be", "surrogatepass"))
        if sys.byteorder == "little":
            keys.byteswap()
        rows = "".join(data["rows"]).encode("ascii")
        others = {one: row.encode("ascii") for one, row in data["others"].items()}
        return cls(tuple(data["acts"]), keys, rows, others, data["scale"])

    def knows_any(self, features: Sequence[str]) -> bool:
        """Whether the model has weights of one of these features."""
        return any(True for _ in self._rows_of(features))

    def probabilities(self, features: Sequence[str]) -> dict[str, float]:
        """The probability of each act; they sum to 1. `features`: distinct features of a message, at least one."""
        rows = list(self._rows_of(features))
        offset = ZERO * len(rows)
        totals = [sum(column) - offset for column in zip(*rows, strict=True)] or [0] * len(
            self.acts
        )
        share = 1 / (self.scale * math.sqrt(len(features)))
        highest = max(totals)
        powers = [math.exp((total - highest) * share) for total in totals]
        whole = sum(powers)
        return {act: power / whole for act, power in zip(self.acts, powers, strict=True)}

    def _rows_of(self, features: Sequence[str]) -> Iterator[bytes]:
        """The weights of each feature that the model knows."""
        keys, rows, others, width = self.keys, self.rows, self.others, len(self.acts)
        end = len(keys)
        for key in _keys_of(features):
            at = bisect_left(keys, key)
            if at < end and keys[at] == key:
                yield rows[at * width : (at + 1) * width]
        yield from (others[one] for one in features if one in others)


def has_key(feature: str) -> bool:
    """Whether a feature is short enough to be a key."""
    return len(feature) <= KEY_CHARACTERS and max(feature) <= _LAST_OF_ONE_UNIT


def _keys_of(features: Sequence[str]) -> tuple[int, ...]:
    """The keys of those features that have one."""
    short = [one for one in features if len(one) <= KEY_CHARACTERS]
    units = _units_of(short)
    if len(units) > len(short) * 2 * KEY_CHARACTERS:
        # A character such as an emoji takes two units.
        short = list(filter(has_key, short))
        units = _units_of(short)
    return struct.unpack(f">{len(short)}Q", units)


def _units_of(ngrams: Sequence[str]) -> bytes:
    """The UTF-16 code units of n-grams, each padded to a key."""
    padded = "".join([one.ljust(KEY_CHARACTERS, PADDING) for one in ngrams])
    return padded.encode("utf-16-be", "surrogatepass")


def runs_of(text: str) -> list[str]:
    """The distinct character n-grams of a squeezed text; every number counts as one character."""
    plain = _DIGITS.sub("0", text)
    if len(plain) > OPENING + CLOSING:
        plain = plain[:OPENING] + plain[-CLOSING:]
    plain = f"^{plain}$"
    return sorted({plain[at : at + size] for size in RUNS for at in range(len(plain) - size + 1)})
