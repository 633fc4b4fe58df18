"""Orders (สั่งการ): an executive instructs a department, and its head confirms; both are in the audit log."""

from datetime import datetime, timedelta

from domain.cases.complaint import Complaint
from domain.errors import Refused
from domain.figures.month_page import OpenCase, question_of
from domain.figures.push_budget import Weight
from domain.organisation.officers import DEPARTMENTAL, Officer, Role
from domain.organisation.rights import Right, has_right
from handlers.access import permission
from handlers.core import buttons, dates
from handlers.core.buttons import Button
from handlers.core.i18n import Translator
from handlers.core.messages import Card, Row, Text, Tone
from handlers.core.unit_of_work import UnitOfWork
from storage.cases.audit import Entry
from storage.cases.instructions import Instruction
from storage.people.officers import Linked

GIVEN, CONFIRMED = "instruction", "instruction_confirmed"
"""Actions of the audit log, which the reporter of a case does not see."""
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
    """Give an order to a department; returns its id. Its heads are asked to confirm it, else its officers.

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
    _ask_heads(uow, by, found, case)
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


def confirm(uow: UnitOfWork, head: Officer, instruction_id: int) -> Instruction:
    """Confirm an order to one's own department and notify its author.

    An officer may only if the department has no head. Raises Refused not_found or not_yours.
    """
    found = uow.tx.instructions.get(instruction_id)
    if found is None or head.department != found.department:
        raise Refused("not_found")
    is_asked = any(one.officer.id == head.id for one in _confirmers(uow, found.department))
    if not (is_asked or has_right(head.role, Right.CONFIRM)):
        raise Refused("not_yours")
    if uow.tx.instructions.confirm(instruction_id, head.id, uow.now):
        case = uow.tx.complaints.find(found.complaint_id) if found.complaint_id else None
        _record(uow, head, CONFIRMED, "", case)
        notice = Text(
            Translator(uow.context.translations).say(
                "order.confirmed_by", officer=head.name, words=found.words[:200]
            ),
            about=(case.id,) if case else (),
        )
        for linked in uow.tx.officers.linked():
            if linked.officer.id == found.ordered_by:
                uow.notify(linked.line_user_id, [notice], Weight.PROMPT)
    return found


def _ask_heads(uow: UnitOfWork, by: Officer, order: Instruction, case: Complaint | None) -> None:
    translator = Translator(uow.context.translations)
    heading = translator.say("order.heading", officer=by.name)
    rows = []
    if case is not None:
        rows.append(Row(translator.say("order.case"), case.number))
    if order.due_at is not None:
        due = translator.say("card.by", day=dates.day(order.due_at))
        rows.append(Row(translator.say("card.due"), due))
    show = (
        (buttons.choice(translator, "button.details", Button.SHOW_CASE, case.id),) if case else ()
    )
    card = Card(
        title=translator.say("order.title"),
        heading=heading,
        tone=Tone.ALERT,
        alt=heading,
        body=order.words,
        rows=tuple(rows),
        buttons=(
            buttons.choice(translator, "button.acknowledge", Button.CONFIRM_ORDER, order.id),
            *show,
        ),
        about=(case.id,) if case else (),
    )
    for linked in _confirmers(uow, order.department):
        uow.notify(linked.line_user_id, [card], Weight.PROMPT)


def has_readers(uow: UnitOfWork, department: str) -> bool:
    """Whether anybody of a department gets its orders on LINE; the console shows them in any case."""
    return bool(_confirmers(uow, department))


def _confirmers(uow: UnitOfWork, department: str) -> list[Linked]:
    """Return who is asked to confirm an order: the heads of the department on LINE, else its officers."""
    team = [
        one
        for one in uow.tx.officers.linked()
        if one.officer.role in DEPARTMENTAL and one.officer.department == department
    ]
    return [one for one in team if one.officer.role is Role.HEAD] or team


def _record(
    uow: UnitOfWork, officer: Officer, action: str, words: str, case: Complaint | None
) -> None:
    status = case.status.value if case else None
    uow.tx.audit.add(Entry(uow.now, f"officer:{officer.id}", action, status, status, words), case)
