"""How people take part in a survey: the doors they come through, what an answer is about, and its periods."""

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
"""Doors whose answers an officer enters."""
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
"""How long after its end a case may be rated. It is not longer than LINK_KEPT: a rating whose link to the case is
destroyed can then not be given a second time."""
CHANGE_WITHIN = timedelta(days=7)
"""How long the rating of a case may be changed."""
LINK_KEPT = timedelta(days=30)
"""How long after the round's end an answer can be found by its person; for a case: after the answer."""
OFFERED_FOR = timedelta(days=7)
"""How long an interrupted survey is offered once more."""
INVITED_EVERY = timedelta(days=30)
"""A person is invited to at most one standing survey in this time."""
BURST_SIZE = 10
BURST_WITHIN = timedelta(minutes=10)
"""So many anonymous answers at one door in this time are a burst."""
WORDS_LIMIT = 2000
"""Characters of one comment."""
READ_WITHIN = timedelta(days=7)
"""How long a comment may wait for its reader before the month's report says so."""
MOST_ALERTS_A_DAY = 3
"""Alarming answers that are pushed one by one, for each section and day; the others are counted in one message."""


def case_subject(case_id: int) -> str:
    """What the rating of a case is about."""
    return f"case:{case_id}"


def visit_subject(service: str, day: str) -> str:
    """What the rating of a visit is about. `service`: its key, "" for none. `day`: ISO date in Bangkok."""
    return f"visit:{service}:{day}"


STANDING_SUBJECT = "standing"
"""What a survey of the whole office is about: it is answered once in a round."""
