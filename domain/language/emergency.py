"""Whether a message tells of somebody in danger now, and whom to call then. The words are data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from domain.language.phrase_rules import Findings, PhraseRules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


# Set on the development set.
_CRY = 0.7
_DOUBTED = 0.15


class Emergencies:
    """The rules of emergency.toml and the contacts of each kind of danger; made once.

    When in doubt it is an emergency: a number shown for nothing does no harm. Only what plainly has
    not happened ("กลัวไฟไหม้"), is over, or befell an animal is left out.
    """

    def __init__(self, rules: PhraseRules, numbers: Mapping[str, tuple[str, ...]]) -> None:
        """`numbers`: for each kind of danger the keys of whom to call, the most urgent first."""
        self._rules = rules
        self._numbers = numbers

    @classmethod
    def parse(
        cls, table: Mapping[str, Any], known: Iterable[str], longer: Iterable[str] = ()
    ) -> Self:
        """From the parsed file; `longer` as in PhraseRules.

        Raises ValueError for a contact that is not among the `known` keys.
        """
        numbers = {kind: tuple(keys) for kind, keys in table["contacts"].items()}
        unknown = {key for keys in numbers.values() for key in keys} - set(known)
        if unknown:
            raise ValueError(f"emergency.toml: no such emergency contact: {sorted(unknown)}")
        strange = {row["is"] for row in table["rule"]} - numbers.keys()
        if strange:
            raise ValueError(f"emergency.toml: no contacts for {sorted(strange)}")
        return cls(PhraseRules.parse(table, longer), numbers)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Whom to call where somebody is in danger and nobody can tell which."""
        return self._numbers["cry"]

    def read(self, squeezed: str) -> Findings:
        """The kinds of danger whose rules hold for a squeezed text, and the groups of words found in it."""
        return self._rules.read(squeezed)

    def contacts(self, found: Findings, cry: float) -> tuple[str, ...]:
        """The keys of whom to call, the most urgent first; empty when nobody is in danger.

        `cry`: the probability of a cry for help in the act model. It decides against a rule where it is close
        to 0, and for the general numbers where no rule holds.
        """
        kinds = found.names
        if not kinds and cry >= _CRY:
            kinds = ("cry",)
        elif cry < _DOUBTED and "cry" not in kinds:
            kinds = ()
        keys: dict[str, None] = {}
        for kind in kinds:
            keys |= dict.fromkeys(self._numbers[kind])
        return tuple(keys)
