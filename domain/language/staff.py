"""Whether a message accuses a person of the office, whatever its topic, and whether its author wants to hide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.language.act_model import ActModel
    from domain.language.phrase_rules import PhraseRules

ACCUSES, ACCUSES_NOBODY = "accuses", "nobody"
"""The two answers of the model of accusations."""
_LIKELY, _LIKELY_UNSPOKEN, _LIKELY_PROBLEM = 0.4, 0.65, 0.85
"""The probability from which an accusation is likely: where a person of the office is spoken of, where nobody is,
and where nobody is and a problem outside the office is named. Set on the development set."""
_POSSIBLE, _POSSIBLE_UNSPOKEN = 0.06, 0.2
"""The probability from which it is possible: where a person of the office is spoken of, and where nobody is. A
lower one would ask whoever answers an officer's question by a place or a number."""
_RESERVED = 0.3
"""The probability from which praise or thanks may be an accusation: one more press is all it costs."""
_SURELY = 0.9
"""The probability from which it is one whatever else the words seem to want."""
_RULE_NEEDS = 0.05
"""The probability that a likely rule needs beside it to count as likely: a rule reads words, not sentences."""
_LEAST = 12
"""Characters of the shortest text that the model is asked about: a shorter one is a word, not a sentence."""
_SHORT = 100
"""A longer text tells more than the model was trained on, so that the model alone finds it possible at most."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What the rules and the model of accusations make of one text.

    `fired`: the names of the rules of staff.toml that hold. `probability`: 0 to 1, of the model, which knows words
    that no rule has; 0 for a text too short for it. `is_short`: short enough for the model alone to decide.
    """

    fired: frozenset[str]
    probability: float
    is_short: bool

    @property
    def is_sure(self) -> bool:
        """Whether it is one even where the words ask, greet or chat."""
        by_rule = "likely" in self.fired and self.probability >= _RULE_NEEDS
        return by_rule or self.probability >= _SURELY

    def is_likely(self, *, names_problem: bool) -> bool:
        """Whether the protected track is offered first. `names_problem`: a problem outside the office is named."""
        if "likely" in self.fired and self.probability >= _RULE_NEEDS:
            return True
        needed = _LIKELY
        if "spoken" not in self.fired:
            needed = _LIKELY_PROBLEM if names_problem else _LIKELY_UNSPOKEN
        return self.is_short and self.probability >= needed

    @property
    def names_one(self) -> bool:
        """Whether a rule finds an accusation, whatever the model makes of it."""
        return not self.fired.isdisjoint({"likely", "possible"})

    @property
    def has_reserve(self) -> bool:
        """Whether a friendly message may take its praise back: "a kind man, although he took the envelope"."""
        return "reserve" in self.fired or self.probability >= _RESERVED

    @property
    def is_possible(self) -> bool:
        """Whether the protected track is one of the buttons."""
        needed = _POSSIBLE if "spoken" in self.fired else _POSSIBLE_UNSPOKEN
        return self.names_one or self.probability >= needed


def suspicion(squeezed: str, runs: Sequence[str], rules: PhraseRules, model: ActModel) -> Suspicion:
    """Read a squeezed text by the rules of staff.toml and by the model. `runs`: its runs of characters."""
    fired = frozenset(rules.read(squeezed).names)
    guessed = 0.0
    features = (*runs, *marks_of(fired))
    # Of a text without any known run of characters, such as one in another script, the model knows nothing.
    if len(squeezed) >= _LEAST and any(one in model.weights for one in features):
        guessed = model.probabilities(features)[ACCUSES]
    return Suspicion(fired, guessed, len(squeezed) <= _SHORT)


def marks_of(fired: frozenset[str]) -> tuple[str, ...]:
    """The rules that hold, as marks for the model beside the runs of characters."""
    return tuple(f"<{name}>" for name in sorted(fired))
