"""Whether a message reports somebody in danger now, and the emergency contacts to show. The words are data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from domain.language.phrase_rules import Findings, PhraseRules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


# Thresholds of the probability of a cry for help, tuned on the development set.
_CRY, _CRY_IN_ENGLISH = 0.5, 0.7
_DOUBTED = 0.15


@dataclass(frozen=True, slots=True)
class Peril:
    """The danger that a text reports. `kinds`: of emergency.toml; `contacts`: keys, the most urgent first."""

    kinds: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()


NO_PERIL = Peril()


@dataclass(frozen=True, slots=True)
class Kinds:
    """The tables of emergency.toml about the kinds of danger.

    `numbers`: the contacts to call, the most urgent first; `topics`: categories that it may be about; `beside`:
    they add contacts to another danger; `sure`: the act model does not overrule them; `alone`: no report of them
    is offered.
    """

    numbers: Mapping[str, tuple[str, ...]]
    topics: Mapping[str, tuple[str, ...]]
    beside: frozenset[str]
    sure: frozenset[str]
    alone: frozenset[str]


class Emergencies:
    """The rules of emergency.toml and the contacts of each kind of danger; created once.

    When in doubt a message is an emergency, because a telephone number shown needlessly does no harm. Excluded are
    only events that clearly have not happened ("กลัวไฟไหม้"), are over, or concern an animal.
    """

    def __init__(self, rules: PhraseRules, kinds: Kinds) -> None:
        self._rules = rules
        self._kinds = kinds

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
        topics = {kind: tuple(keys) for kind, keys in table["topics"].items()}
        without_contacts = {
            *(row["is"] for row in table["rule"]), *topics, *table["beside"], *table["sure"], *table["alone"],
        } - numbers.keys()  # fmt: skip
        if without_contacts:
            raise ValueError(f"emergency.toml: no contacts for {sorted(without_contacts)}")
        kinds = Kinds(
            numbers=numbers,
            topics=topics,
            beside=frozenset(table["beside"]),
            sure=frozenset(table["sure"]),
            alone=frozenset(table["alone"]),
        )
        return cls(PhraseRules.parse(table, longer), kinds)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The contacts for a danger of unknown kind."""
        return self._kinds.numbers["cry"]

    def read(self, squeezed: str) -> Findings:
        """The kinds of danger whose rules match a squeezed text, and the groups of words found in it."""
        return self._rules.read(squeezed)

    def is_found(self, found: Findings) -> bool:
        """Whether a rule found a danger, and not only a kind that adds its contacts to one."""
        return not self._kinds.beside.issuperset(found.names)

    def peril(self, found: Findings, cry: float, *, in_english: bool = False) -> Peril:
        """The danger of a message; without kinds when nobody is in danger.

        `cry`: the probability of a cry for help in the act model. Close to 0 it overrules a matching rule; if it
        is high and no rule matches, the result is the general contacts. `in_english`: the model was trained on few
        English messages, so it must be more certain.
        """
        kinds = tuple(kind for kind in found.names if kind not in self._kinds.beside)
        if not kinds and cry >= (_CRY_IN_ENGLISH if in_english else _CRY):
            kinds = ("cry",)
        elif cry < _DOUBTED and self._kinds.sure.isdisjoint(kinds):
            kinds = ()
        if not kinds:
            return NO_PERIL
        beside = self._kinds.beside
        kinds = (*(kind for kind in found.names if kind in beside or kind in kinds), *kinds)
        kinds = tuple(dict.fromkeys(kinds))
        keys = dict.fromkeys(key for kind in kinds for key in self._kinds.numbers[kind])
        return Peril(kinds, tuple(keys))

    def topics(self, kinds: Iterable[str]) -> frozenset[str]:
        """The keys of the categories that a danger of these kinds may be about, besides danger itself."""
        return frozenset(key for kind in kinds for key in self._kinds.topics.get(kind, ()))

    def is_for_helpers_alone(self, kinds: Iterable[str]) -> bool:
        """Whether a danger of these kinds is no matter of the office, such as the wish to die."""
        return not self._kinds.alone.isdisjoint(kinds)
