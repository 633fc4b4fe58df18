"""Whether a message reports somebody in danger now, and the emergency contacts to show. The words are data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from domain.language.phrase_rules import Findings, PhraseRules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


# Thresholds of the probability of a cry for help, tuned on the development set.
_CRY, _CRY_IN_ENGLISH = 0.5, 0.7
_DOUBTED = 0.15


class Emergencies:
    """The rules of emergency.toml and the contacts of each kind of danger; created once.

    When in doubt a message is an emergency, because a telephone number shown needlessly does no harm. Excluded are
    only events that clearly have not happened ("กลัวไฟไหม้"), are over, or concern an animal.
    """

    def __init__(self, rules: PhraseRules, numbers: Mapping[str, tuple[str, ...]]) -> None:
        """`numbers`: for each kind of danger the keys of the contacts to call, the most urgent first."""
        self._rules = rules
        self._numbers = numbers

    @classmethod
    def parse(
        cls, table: Mapping[str, Any], known: Iterable[str], longer: Iterable[str] = ()
    ) -> Self:
        """Build from the parsed file. `known`: the keys of all contacts. `longer`: as in PhraseRules.

        Raises ValueError for a contact that is not in `known`.
        """
        numbers = {kind: tuple(keys) for kind, keys in table["contacts"].items()}
        unknown = {key for keys in numbers.values() for key in keys} - set(known)
        if unknown:
            raise ValueError(f"emergency.toml: no such emergency contact: {sorted(unknown)}")
        without_contacts = {row["is"] for row in table["rule"]} - numbers.keys()
        if without_contacts:
            raise ValueError(f"emergency.toml: no contacts for {sorted(without_contacts)}")
        return cls(PhraseRules.parse(table, longer), numbers)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The contacts for a danger of unknown kind."""
        return self._numbers["cry"]

    def read(self, squeezed: str) -> Findings:
        """The kinds of danger whose rules match a squeezed text, and the groups of words found in it."""
        return self._rules.read(squeezed)

    def contacts(self, found: Findings, cry: float, *, in_english: bool = False) -> tuple[str, ...]:
        """The keys of the contacts to call, the most urgent first; empty when nobody is in danger.

        `cry`: the probability of a cry for help in the act model. Close to 0 it overrules a matching rule; if it
        is high and no rule matches, the result is the general contacts. `in_english`: the model was trained on few
        English messages, so it must be more certain.
        """
        kinds = found.names
        if not kinds and cry >= (_CRY_IN_ENGLISH if in_english else _CRY):
            kinds = ("cry",)
        elif cry < _DOUBTED and "cry" not in kinds:
            kinds = ()
        keys: dict[str, None] = {}
        for kind in kinds:
            keys |= dict.fromkeys(self._numbers[kind])
        return tuple(keys)
