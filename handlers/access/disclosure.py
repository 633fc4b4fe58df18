"""Where a case may appear beside the chats of its reporter and its officers."""

from enum import Enum, auto

from domain.cases.complaint import Complaint


class Outlet(Enum):
    """A place where somebody may learn of a case who is neither its reporter nor one of its keepers."""

    GROUP = auto()
    """The LINE group of its department."""
    LOCK_SCREEN = auto()
    """The preview of a message on a telephone that is locked."""
    LOG = auto()
    """The log of the service."""
    ORDINARY_CASE = auto()
    """Another case: what is said after this one may be added to one, or become one."""
    RATING = auto()
    """A score, which stands in the month's figures."""
    SENDER = auto()
    """The download of a file, which names its sender while it waits."""
    SUPERIORS = auto()
    """The head of the department, and above: told of delay and of a closing that was not accepted."""
    WEB_PAGE = auto()
    """The case's own page, which opens by its address."""


OF_STAFF_CASES: frozenset[Outlet] = frozenset()
"""The outlets of a case about staff: none."""


def may_leave_by(way: Outlet, case: Complaint) -> bool:
    """Whether a case may appear there: an ordinary one everywhere, one about staff nowhere."""
    return not case.restricted or way in OF_STAFF_CASES
