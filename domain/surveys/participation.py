"""Participation in a survey: its doors (channels), the subject of a response, and its time limits."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class DoorKind(StrEnum):
    """The channel of a door. The values are stored and printed in QR codes, so they never change."""

    CHAT = "chat"
    """The tile of the menu, or the card of a service."""
    CASE = "case"
    """The end of a case."""
    COUNTER = "counter"
    """A QR code at a counter."""
    WEB = "web"
    """A link on a web page."""
    PAPER = "paper"
    BOX = "box"
    HEARING = "hearing"
    INVITE = "invite"
    """An invitation in the chat."""


ASSISTED_DOORS = frozenset({DoorKind.PAPER, DoorKind.BOX, DoorKind.HEARING})
"""Doors at which an officer enters the answers."""
ANONYMOUS_DOORS = frozenset({DoorKind.COUNTER, DoorKind.WEB})
"""Doors that a person without LINE may use."""


class Mode(StrEnum):
    """Who entered the answers."""

    SELF = "self"
    ASSISTED = "assisted"


class ResponseState(StrEnum):
    """`open`: begun, without an answer. `partial`: some answers. `void`: two officers declared it invalid."""

    OPEN = "open"
    PARTIAL = "partial"
    COMPLETE = "complete"
    VOID = "void"


CASE_SET, COUNTER_SET = "case", "counter"
"""Keys of the standing sets: the rating of a case and of a visit to a counter."""
STANDING_SETS = frozenset({CASE_SET, COUNTER_SET})

RATE_WITHIN = timedelta(days=30)
"""A case may be rated for this long after its end. It must not exceed LINK_KEPT, or a person could rate a case
twice, after the link between rating and case was deleted."""
CHANGE_WITHIN = timedelta(days=7)
"""How long the rating of a case may be changed."""
LINK_KEPT = timedelta(days=30)
"""How long a response stays linked to its person after the round's end; the rating of a case, after the answer."""
OFFERED_FOR = timedelta(days=7)
"""How long an interrupted survey is offered once more."""
INVITED_EVERY = timedelta(days=30)
"""A person is invited to at most one standing survey in this time."""
BURST_SIZE = 10
BURST_WITHIN = timedelta(minutes=10)
"""BURST_SIZE anonymous answers at one door in this time are a burst."""
WORDS_LIMIT = 2000
"""Characters of one comment."""
READ_WITHIN = timedelta(days=7)
"""A comment that is unread for longer is mentioned in the monthly report."""
MOST_ALERTS_A_DAY = 3
"""Alarming answers pushed one by one for each section and day; further ones are counted in one message."""


def case_subject(case_id: int) -> str:
    """The subject of the rating of a case."""
    return f"case:{case_id}"


def case_of(subject: str) -> int | None:
    """The id of the case that is rated; None for another subject."""
    kind, _, rest = subject.partition(":")
    return int(rest) if kind == "case" and rest.isdecimal() else None


def visit_subject(service: str, day: str) -> str:
    """The subject of the rating of a visit. `service`: its key, "" for none. `day`: ISO date in Bangkok."""
    return f"visit:{service}:{day}"


def service_of(subject: str) -> str:
    """The key of the service whose visit is rated; "" for another subject."""
    kind, _, rest = subject.partition(":")
    return rest.partition(":")[0] if kind == "visit" else ""


STANDING_SUBJECT = "standing"
"""The subject of a survey of the whole office, which a person answers once in a round."""
