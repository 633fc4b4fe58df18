"""Decides where a case may appear outside the chats of its reporter and its officers."""

from enum import Enum, auto

from domain.cases.complaint import Complaint


class Outlet(Enum):
    """A place where a case may become visible to others than its reporter and its officers."""

    CONSOLE = auto()
    """The lists and pages of ordinary cases in the console."""
    DELIVERY = auto()
    """The row of a message to the reporter: it names the case, so that officers see whether it was sent."""
    GROUP = auto()
    """The LINE group of the case's department."""
    LOCK_SCREEN = auto()
    """The notification on a locked telephone."""
    LOG = auto()
    """The log of this program."""
    ORDINARY_CASE = auto()
    """An ordinary case: the reporter's next messages may be added to one or start one."""
    RATING = auto()
    """A rating, which is counted in the month's figures."""
    SENDER = auto()
    """The download task of a file, which stores its sender until the file is downloaded."""
    SUPERIORS = auto()
    """The head of the department and the executives, who are notified of delays and of disputed closings."""
    WEB_PAGE = auto()
    """The web page of the case, open to anyone who has its URL."""


OF_STAFF_CASES: frozenset[Outlet] = frozenset()
"""The outlets at which a staff complaint may appear: none."""


def may_leave_by(way: Outlet, case: Complaint) -> bool:
    """Whether a case may appear at an outlet: an ordinary case at all of them, a staff complaint at none."""
    return not case.restricted or way in OF_STAFF_CASES
