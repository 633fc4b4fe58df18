"""Whether a message accuses a person of the office, whatever its topic, and whether its author wants to hide."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.language.phrase_rules import PhraseRules

# Probabilities of the act `conduct` in the statistical model: where a person of the office is spoken of, and
# where nobody is and the message is short. Set on the development set.
_LIKELY, _LIKELY_UNSPOKEN = 0.6, 0.98
_POSSIBLE, _POSSIBLE_UNSPOKEN = 0.05, 0.25
_SHORT = 100


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
    is_spoken = not fired.isdisjoint({"spoken", "possible"})
    is_short = len(squeezed) <= _SHORT
    if "likely" in fired or (is_short and guessed >= (_LIKELY if is_spoken else _LIKELY_UNSPOKEN)):
        return Accusation.LIKELY
    if "possible" in fired or guessed >= (_POSSIBLE if is_spoken else _POSSIBLE_UNSPOKEN):
        return Accusation.POSSIBLE
    return Accusation.NONE
