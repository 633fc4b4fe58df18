"""The cases about staff: two repositories that open them, where `Complaints` leaves them out of every query.

Who may name these two is listed in tests/house/test_restricted.py.
"""

from storage.cases.complaints import Complaints, Scope


class StaffCases(Complaints):
    """The cases about staff and no others."""

    scope = Scope.STAFF


class AllCases(Complaints):
    """Every case, for whoever has decided or is about to decide who may read it."""

    scope = Scope.ALL
