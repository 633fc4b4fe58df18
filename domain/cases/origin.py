"""The channel through which a case was reported."""

from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """The channel of a report. The values are stored, so they never change."""

    LINE = "line"
    COUNTER = "counter"
    TELEPHONE = "telephone"
    LETTER = "letter"
    BOX = "box"
    MEETING = "meeting"
    WEB = "web"


TYPED_BY_OFFICERS = (
    Source.COUNTER,
    Source.TELEPHONE,
    Source.LETTER,
    Source.BOX,
    Source.MEETING,
)
"""Channels in which an officer writes down what a resident says."""
NAME_LIMIT = 100
PHONE_LIMIT = 40


@dataclass(frozen=True)
class Contact:
    """How the office reaches a reporter without LINE. Both may be ""."""

    name: str = ""
    phone: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.phone)


NOBODY = Contact()


@dataclass(frozen=True)
class Origin:
    """`filed_by`: id of the officer who typed it. `point`: id of the QR point at which it began."""

    source: Source
    filed_by: int | None = None
    point: int | None = None
    contact: Contact = NOBODY
