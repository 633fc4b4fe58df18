"""Two repositories that return cases about staff, which the queries of `Complaints` exclude.

A guard in tests/house lists the modules that may use them.
"""

from storage.cases.complaints import Complaints, Scope


class StaffCases(Complaints):
    """Only the cases about staff."""

    scope = Scope.STAFF


class AllCases(Complaints):
    """All cases, for callers that check who may read a case."""

    scope = Scope.ALL
