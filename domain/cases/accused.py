"""Whom a complaint about staff accuses: persons, posts and units, each with the words that say so.

An accusation is a fact that is kept, and it only grows. When in doubt somebody is accused, because a
false exclusion only moves the case to another keeper. Three things are no accusation by themselves: a
landmark ("หน้าบ้านปลัด"), thanks ("ขอบคุณปลัด") and an address ("เรียน ท่านนายก"). They are kept as mentions and are a
reason to ask; words of wrong or favour in the same clause make them accusations.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any, Self

from domain.organisation.officers import Role

if TYPE_CHECKING:
    from collections.abc import Mapping


class Certainty(IntEnum):
    """How sure it is that the target is meant. POSSIBLE excludes as well, and is worth a question."""

    POSSIBLE = 1
    LIKELY = 2
    CERTAIN = 3


class Basis(StrEnum):
    """What was matched."""

    CHOSEN = "chosen"
    FULL_NAME = "full_name"
    NAME = "name"
    SIMILAR_NAME = "similar_name"
    POST = "post"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Evidence:
    """`target`: "officer:ID", "post:KEY" or "unit:KEY". `part`: who, story, choice or later.

    `words`: what was matched, as it was compared. `excuse`: landmark, thanks, address, or empty for an accusation.
    """

    target: str
    part: str
    words: str
    basis: Basis
    certainty: Certainty
    excuse: str = ""


@dataclass(frozen=True)
class Accusation:
    """What a case keeps of whom it accuses.

    `officers`: ids of officer rows; `roles`: posts whose every holder, past and future, is accused; `units`:
    accused units. `others`: accused posts outside the office (a council member). `barred`: ids of
    everybody who was found excluded so far (domain.cases.reader). `answered`: they answered the question
    with buttons.
    """

    officers: frozenset[int] = frozenset()
    roles: frozenset[Role] = frozenset()
    units: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    barred: frozenset[int] = frozenset()
    answered: bool = False
    evidence: frozenset[Evidence] = field(default=frozenset())

    @property
    def is_unknown(self) -> bool:
        """Whether it accuses nobody in particular: "เจ้าหน้าที่" alone."""
        return not (self.officers or self.roles or self.units or self.others)

    def __or__(self, other: Accusation) -> Accusation:
        """Both. There is no way to take anything away."""
        return Accusation(
            self.officers | other.officers,
            self.roles | other.roles,
            self.units | other.units,
            self.others | other.others,
            self.barred | other.barred,
            self.answered or other.answered,
            self.evidence | other.evidence,
        )

    def as_record(self) -> dict[str, Any]:
        """For storage, sealed with the case: its words come from the complaint. Plain JSON values."""
        return {
            "officers": sorted(self.officers),
            "roles": sorted(self.roles),
            "units": sorted(self.units),
            "others": sorted(self.others),
            "barred": sorted(self.barred),
            "answered": self.answered,
            "evidence": sorted(
                [one.target, one.part, one.words, one.basis, int(one.certainty), one.excuse]
                for one in self.evidence
            ),
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """What `as_record` wrote. Raises KeyError or ValueError for anything else, never reads less."""
        return cls(
            frozenset(record["officers"]),
            frozenset(map(Role, record["roles"])),
            frozenset(record["units"]),
            frozenset(record["others"]),
            frozenset(record["barred"]),
            record["answered"],
            frozenset(
                Evidence(target, part, words, Basis(basis), Certainty(certainty), excuse)
                for target, part, words, basis, certainty, excuse in record["evidence"]
            ),
        )
