"""The accusation of a staff complaint: the accused persons, posts and units, each with its evidence.

An accusation is stored and can only grow. In doubt an officer counts as accused, because a wrong exclusion only
moves the case to another custodian. Three kinds of mentions are no accusation by themselves: a landmark
("หน้าบ้านปลัด"), thanks ("ขอบคุณปลัด") and an address ("เรียน ท่านนายก"). They are stored as evidence with an excuse and
are a reason to ask the reporter; words of misconduct or favour in the same clause make them accusations.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any, Self

from domain.organisation.officers import Role

if TYPE_CHECKING:
    from collections.abc import Mapping


class Certainty(IntEnum):
    """How certain it is that the target is meant. POSSIBLE also excludes, and is a reason to ask."""

    POSSIBLE = 1
    LIKELY = 2
    CERTAIN = 3


class Basis(StrEnum):
    """What was matched in the reporter's words, or CHOSEN for a button."""

    CHOSEN = "chosen"
    FULL_NAME = "full_name"
    NAME = "name"
    SIMILAR_NAME = "similar_name"
    POST = "post"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One mention of an officer, a post or a unit.

    `target`: "officer:ID", "post:KEY" or "unit:KEY". `part`: the part of the complaint: who, story, choice or
    later. `words`: the matched words in their compact form. `excuse`: landmark, thanks or address, "" for an
    accusation.
    """

    target: str
    part: str
    words: str
    basis: Basis
    certainty: Certainty
    excuse: str = ""


@dataclass(frozen=True)
class Accusation:
    """Whom a staff complaint accuses.

    `officers`: ids of officer rows. `roles`: posts of which every holder, past and future, is accused. `units`:
    accused units. `others`: accused posts outside the office, such as a council member. `barred`: ids of all
    officers excluded so far (see domain.cases.reader). `answered`: the reporter answered the question whom the
    complaint is about with buttons.
    """

    officers: frozenset[int] = frozenset()
    roles: frozenset[Role] = frozenset()
    units: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    barred: frozenset[int] = frozenset()
    answered: bool = False
    evidence: frozenset[Evidence] = field(default=frozenset())

    def __or__(self, other: Accusation) -> Accusation:
        """The union of two accusations. No operation removes anything."""
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
        """As JSON values, for storage. It contains words of the complaint and must be stored encrypted."""
        return {
            "officers": sorted(self.officers),
            "roles": sorted(self.roles),
            "units": sorted(self.units),
            "others": sorted(self.others),
            "barred": sorted(self.barred),
            "answered": self.answered,
            "evidence": sorted(
                [item.target, item.part, item.words, item.basis, int(item.certainty), item.excuse]
                for item in self.evidence
            ),
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """The accusation that `as_record` wrote. Raises KeyError or ValueError for any other record."""
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
