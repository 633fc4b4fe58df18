"""Whether a message accuses a person of the office, whatever its topic, and whether its author wants to hide."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.language.phrase_rules import PhraseRules

# Probabilities of the act `conduct` in the statistical model; set on the development set.
_LIKELY = 0.7
_POSSIBLE = 0.05


class Accusation(IntEnum):
    """How sure it is that a message accuses a person of the office."""

    NONE = 0
    POSSIBLE = 1
    """The protected track is one of the buttons."""
    LIKELY = 2
    """The protected track is offered first."""


def accusation(squeezed: str, rules: PhraseRules, probabilities: Mapping[str, float]) -> Accusation:
    """By the rules of staff.toml, or by the act model where no rule knows the words."""
    fired = {match.name for match in rules.find(squeezed)}
    guessed = probabilities.get("conduct", 0.0)
    if "likely" in fired or guessed >= _LIKELY:
        return Accusation.LIKELY
    if fired or guessed >= _POSSIBLE:
        return Accusation.POSSIBLE
    return Accusation.NONE
