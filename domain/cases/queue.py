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
    """DUE: by due date; those that run, then paused, then closed ones. NEWEST and OLDEST: by the day of filing."""

    DUE = "due"
    NEWEST = "newest"
    OLDEST = "oldest"


MOST_COUNTED = 2_000
"""Maximum cases that a search counts; of more it says so, since a search of so many is to be narrowed."""


def counted(total: int, *, is_search: bool) -> str:
    """Return the number of cases of a list as text, such as `1,234`, or `2,000+` for a search of more."""
    if is_search and total > MOST_COUNTED:
        return f"{MOST_COUNTED:,}+"
    return f"{total:,}"
