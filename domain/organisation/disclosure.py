"""What an office discloses in a fiscal year: the measures of its integrity plan, and the items of the year."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class Tool(StrEnum):
    """The three tools of the ITA: the survey of staff, the survey of the public, the disclosed information."""

    IIT = "IIT"
    EIT = "EIT"
    OIT = "OIT"


class Fact(StrEnum):
    """A fact that the program counts itself as evidence for a measure."""

    SERVICES = "services"
    COMPLAINTS = "complaints"
    SATISFACTION = "satisfaction"
    REPORTED = "reported"
    PUBLISHED = "published"
    IMPROVEMENTS = "improvements"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure. `responsible`: who carries it out. `verified`: the wording was compared with `source`."""

    key: str
    tool: Tool
    th: str
    responsible: str
    facts: tuple[Fact, ...]
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class DisclosureItem:
    """An item of a fiscal year (Buddhist), such as O15.

    `reports`: codes of the reports that are evidence of it. `measure`: of the integrity plan, "" for none.
    `due`: the last day, None if unknown. `verified`: an officer compared it with the handbook of the year.
    """

    year: int
    key: str
    th: str
    reports: tuple[str, ...]
    measure: str
    due: date | None
    source: str
    verified: bool


@dataclass(frozen=True)
class Disclosure:
    """Both files of an office, in file order."""

    measures: tuple[Measure, ...] = ()
    items: tuple[DisclosureItem, ...] = ()

    def measure(self, key: str) -> Measure | None:
        return next((one for one in self.measures if one.key == key), None)

    def of_year(self, year: int) -> tuple[DisclosureItem, ...]:
        return tuple(one for one in self.items if one.year == year)
