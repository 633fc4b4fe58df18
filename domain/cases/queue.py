"""Filters and sort orders of an officer's list of cases."""

from enum import StrEnum


class Tab(StrEnum):
    """A filter of the cases that an officer sees. ALL includes closed cases."""

    MINE = "mine"
    SECTION = "section"
    LATE = "late"
    SOON = "soon"
    NEW = "new"
    WAITING = "waiting"
    ALL = "all"


class Sort(StrEnum):
    """DUE: by due date, closed cases last. NEWEST and OLDEST: by the day of filing."""

    DUE = "due"
    NEWEST = "newest"
    OLDEST = "oldest"
