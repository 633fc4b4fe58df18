"""Two repositories that return cases about staff, which the queries of `Complaints` exclude.

tests/house/test_restricted.py lists the modules that may use them.
"""

from storage.cases.complaints import Complaints, Scope


class StaffCases(Complaints):
    """Only the cases about staff."""

    scope = Scope.STAFF


class AllCases(Complaints):
    """All cases, for callers that check who may read a case."""

    scope = Scope.ALL
