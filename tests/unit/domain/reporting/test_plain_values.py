"""Dataclasses survive a round trip through JSON."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

import pytest

from domain.reporting.plain_values import build


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Part:
    name: str
    share: float | None = None


@dataclass(frozen=True)
class Whole:
    colour: Colour
    parts: tuple[Part, ...]
    pair: tuple[str, int]
    one: Part | None = None


WHOLE = Whole(Colour.RED, (Part("a", 0.5), Part("b")), ("x", 1), Part("c"))


def test_there_and_back_again_is_the_same():
    assert build(Whole, json.loads(json.dumps(asdict(WHOLE)))) == WHOLE


def test_fields_of_a_newer_release_are_left_out_and_missing_ones_refused():
    plain = json.loads(json.dumps(asdict(WHOLE)))
    assert build(Whole, {**plain, "newer": 1}) == WHOLE
    with pytest.raises(TypeError, match="pair"):
        build(Whole, {key: value for key, value in plain.items() if key != "pair"})
    with pytest.raises(ValueError, match="blue"):
        build(Whole, {**plain, "colour": "blue"})
