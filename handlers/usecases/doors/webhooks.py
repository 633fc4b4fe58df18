"""Events for the office's webhook: an ordinary case is new or has changed, without personal data.

An event may wait for days. Before it is sent, it is checked again that its case is still an ordinary one.
"""

import json

from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from domain.organisation.calendar import bangkok
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core.unit_of_work import UnitOfWork


def note(uow: UnitOfWork, case: Complaint, action: Action) -> None:
    """Store the event of an action, in its own transaction, if the office has a webhook.

    It contains the number, the topic, the state and the village; no texts, no person and no exact place.
    """
    if uow.context.webhook is None or not may_leave_by(Outlet.LOG, case):
        return
    content = {
        "type": "case.new" if action is Action.FILE else "case.changed",
        "timestamp": bangkok(uow.now).isoformat(timespec="seconds"),
        "data": {
            "service_request_id": case.number,
            "service_code": case.category,
            "department": case.department,
            "village": case.place.village,
            "action": action.value,
            "status": case.status.value,
            "verdict": case.verdict.value if case.verdict else None,
            "expected_datetime": bangkok(case.due_at).isoformat(timespec="seconds"),
        },
    }
    uow.tx.webhook_events.add(json.dumps(content), uow.now)


def may_send(uow: UnitOfWork, content: str) -> bool:
    """Whether a stored event may be sent now: its case has not become a staff complaint meanwhile."""
    number = json.loads(content)["data"]["service_request_id"]
    return uow.tx.complaints.by_number(number) is not None
