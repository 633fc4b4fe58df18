"""Orders (สั่งการ): an executive instructs a department; handlers.usecases.desk.order_ends is what follows."""

from datetime import datetime, timedelta

from domain.cases.complaint import Complaint
from domain.errors import Refused
from domain.figures.month_page import OpenCase, question_of
from domain.figures.push_budget import Weight
from domain.organisation.officers import Officer
from domain.organisation.rights import Right, has_right
from handlers.access import ordering, permission
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.views import order_card
from storage.cases.audit import Entry
from storage.cases.instructions import Instruction

GIVEN = "instruction"
"""The action of the audit log, which the reporter of a case does not see."""
WORDS_LIMIT = 1000
MOST_UNCONFIRMED = 500
DAY = timedelta(days=1)


def give(
    uow: UnitOfWork,
    by: Officer,
    department: str,
    words: str,
    *,
    case: Complaint | None = None,
    due_at: datetime | None = None,
) -> int:
    """Give an order to a department; returns its id. `ordering.receivers` says who is asked to confirm it.

    `case`: the ordinary case that the order is about, which the officer may read. Raises Refused not_yours,
    unknown_department, order_blank, or order_due_past.
    """
    if not has_right(by.role, Right.ORDER):
        raise Refused("not_yours")
    if department not in uow.context.catalog.departments_by_key:
        raise Refused("unknown_department", department=department)
    words = words.replace("\r\n", "\n").strip()[:WORDS_LIMIT]
    if not words:
        raise Refused("order_blank")
    if due_at is not None and due_at <= uow.now:
        raise Refused("order_due_past")
    key = uow.tx.instructions.add(
        department,
        words,
        complaint_id=case.id if case else None,
        ordered_by=by.id,
        now=uow.now,
        due_at=due_at,
    )
    _record(uow, by, GIVEN, words, case)
    found = uow.tx.instructions.get(key)
    assert found is not None
    _ask_receivers(uow, by, found)
    return key


def urge(uow: UnitOfWork, by: Officer, case: Complaint) -> Instruction | None:
    """Order the next step of an open ordinary case from its department; None if that is ordered already.

    Raises Refused not_yours, or already_closed for a case that has ended.
    """
    if not permission.may_urge(uow, by, case):
        raise Refused("not_yours")
    if not case.is_open:
        raise Refused("already_closed", officer_id=case.ended_by, at=case.ended_at)
    waiting = uow.tx.instructions.recent(
        department=case.department, since=uow.now, limit=MOST_UNCONFIRMED
    )
    if any(one.complaint_id == case.id for one in waiting):
        return None
    key = give(uow, by, case.department, urging(uow, case), case=case)
    return uow.tx.instructions.get(key)


def urging(uow: UnitOfWork, case: Complaint) -> str:
    """Return the text of an order to take the next step of a case."""
    say = Translator(uow.context.translations).say
    is_late = (case.paused_at or uow.now) > case.due_at
    late = -((case.due_at - uow.now) // DAY) if is_late else 0
    found = OpenCase(
        id=case.id,
        number=case.number,
        category=case.category,
        department=case.department,
        officer=str(case.officer_id or ""),
        waiting_for=case.waiting_for or "",
        days=(uow.now - case.filed_at) // DAY,
        days_late=late,
        days_waiting=(uow.now - case.paused_at) // DAY if case.paused_at else 0,
        reopened=case.reopened,
    )
    return say(
        f"order.urge_{question_of(found) or 'open'}",
        number=case.number,
        topic=uow.context.catalog.category(case.category).th,
        days=late,
        times=case.reopened,
        reason=say(f"waiting.{case.waiting_for}") if case.waiting_for else "",
    )


def _ask_receivers(uow: UnitOfWork, by: Officer, order: Instruction) -> None:
    translator = Translator(uow.context.translations)
    for linked in ordering.receivers(uow, order.department, by.id).on_line:
        card = order_card.given(uow, translator, order, linked.officer)
        uow.notify(linked.line_user_id, [card], Weight.PROMPT)


def _record(
    uow: UnitOfWork, officer: Officer, action: str, words: str, case: Complaint | None
) -> None:
    status = case.status.value if case else None
    uow.tx.audit.add(Entry(uow.now, f"officer:{officer.id}", action, status, status, words), case)
