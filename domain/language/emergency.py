"""Whether a message tells of somebody in danger now, and whom to call then. The words are data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from domain.language.phrase_rules import PhraseRules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


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
    def parse(cls, table: Mapping[str, Any], known: Iterable[str]) -> Self:
        """From the parsed file. Raises ValueError for a contact that is not among the `known` keys."""
        numbers = {kind: tuple(keys) for kind, keys in table["contacts"].items()}
        unknown = {key for keys in numbers.values() for key in keys} - set(known)
        if unknown:
            raise ValueError(f"emergency.toml: no such emergency contact: {sorted(unknown)}")
        strange = {row["is"] for row in table["rule"]} - numbers.keys()
        if strange:
            raise ValueError(f"emergency.toml: no contacts for {sorted(strange)}")
        return cls(PhraseRules.parse(table), numbers)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Whom to call where somebody is in danger and nobody can tell which."""
        return self._numbers["cry"]

    def contacts(self, squeezed: str) -> tuple[str, ...]:
        """The keys of whom to call, the most urgent first; empty when no rule holds for a squeezed text."""
        keys: dict[str, None] = {}
        for kind in self._rules.names(squeezed):
            keys |= dict.fromkeys(self._numbers[kind])
        return tuple(keys)
