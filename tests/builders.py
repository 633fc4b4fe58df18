"""Builds objects that many tests need, with ordinary values for everything a test does not set."""

from typing import Any

from domain.cases.complaint import Complaint, Place, Status
from tests.moments import DAY, NOON


def a_case(**facts: Any) -> Complaint:
    """Return a new complaint about a street lamp, filed at noon. `facts`: the fields that differ."""
    ordinary = {
        "id": 7,
        "number": "นว-2570-000007-1",
        "category": "light",
        "department": "engineering",
        "restricted": False,
        "detail": "ไฟดับ",
        "place": Place(),
        "hide_name": False,
        "reporter": "U1",
        "status": Status.NEW,
        "filed_at": NOON,
        "due_at": NOON + 7 * DAY,
        "answer_by": NOON + 15 * DAY,
    }
    return Complaint(**(ordinary | facts))
