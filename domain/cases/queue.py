"""The parts of the cases that an officer's list shows, and its orders."""

from enum import StrEnum


class Tab(StrEnum):
    """A part of the cases that an officer sees. ALL contains the closed ones too."""

    MINE = "mine"
    SECTION = "section"
    LATE = "late"
    SOON = "soon"
    NEW = "new"
    WAITING = "waiting"
    ALL = "all"


class Sort(StrEnum):
    """DUE: what is due first, closed cases last. NEWEST and OLDEST: by the day of filing."""

    DUE = "due"
    NEWEST = "newest"
    OLDEST = "oldest"
