"""What follows an order: it is confirmed and reported done by its department, or cancelled by its author."""

from domain.cases.complaint import Complaint
from domain.errors import Refused
from domain.figures.push_budget import Weight
from domain.organisation.officers import Officer
from handlers.access import ordering
from handlers.core.i18n import Translator
from handlers.core.messages import Text
from handlers.core.unit_of_work import UnitOfWork
from storage.cases.audit import Entry
from storage.cases.instructions import DONE, Instruction

CONFIRMED, CANCELLED = "instruction_confirmed", "instruction_cancelled"
"""Actions of the audit log, which the reporter of a case does not see."""
REPORT_LIMIT = 500
QUOTED = 200


def confirm(uow: UnitOfWork, officer: Officer, instruction_id: int) -> Instruction:
    """Confirm an order and notify its author. Raises Refused not_found or not_yours."""
    found = _answered_by(uow, officer, instruction_id)
    if uow.tx.instructions.confirm(instruction_id, officer.id, uow.now):
        _record(uow, officer, CONFIRMED, "", _case(uow, found))
        _tell_author(uow, officer, found, "order.confirmed_by")
    return found


def finish(uow: UnitOfWork, officer: Officer, instruction_id: int, report: str) -> Instruction:
    """Report an order done, which also confirms it, and notify its author. A second report changes nothing.

    Raises Refused not_found, not_yours or order_report_blank.
    """
    found = _answered_by(uow, officer, instruction_id)
    report = " ".join(report.split())[:REPORT_LIMIT]
    if not report:
        raise Refused("order_report_blank")
    if found.done_at is not None:
        return found
    uow.tx.instructions.confirm(instruction_id, officer.id, uow.now)
    case = _case(uow, found)
    words = "" if found.complaint_id else f" {report}"
    _record(uow, officer, DONE, f"{found.id}{words}", None)
    if case is not None:
        _record(uow, officer, DONE, report, case)
    _tell_author(uow, officer, found, "order.done_by", report)
    return found


def cancel(uow: UnitOfWork, officer: Officer, instruction_id: int) -> Instruction:
    """Cancel an order and notify whoever got it. Raises Refused not_found, not_yours or order_done."""
    found = uow.tx.instructions.get(instruction_id)
    if found is None:
        raise Refused("not_found")
    if found.done_at is not None:
        raise Refused("order_done")
    if not ordering.may_cancel(uow, officer, found):
        raise Refused("not_yours")
    if uow.tx.instructions.cancel(instruction_id):
        case = _case(uow, found)
        _record(uow, officer, CANCELLED, found.words, case)
        said = Translator(uow.context.translations).say(
            "order.cancelled_by", officer=officer.name, words=found.words[:QUOTED]
        )
        notice = Text(said, about=(case.id,) if case else ())
        for linked in ordering.receivers(uow, found.department, found.ordered_by).on_line:
            uow.notify(linked.line_user_id, [notice], Weight.PROMPT)
    return found


def _answered_by(uow: UnitOfWork, officer: Officer, instruction_id: int) -> Instruction:
    found = uow.tx.instructions.get(instruction_id)
    if found is None:
        raise Refused("not_found")
    if not ordering.may_answer(uow, officer, found):
        raise Refused("not_yours" if ordering.may_see(officer, found) else "not_found")
    return found


def _case(uow: UnitOfWork, order: Instruction) -> Complaint | None:
    return uow.tx.complaints.find(order.complaint_id) if order.complaint_id else None


def _tell_author(
    uow: UnitOfWork, officer: Officer, order: Instruction, sentence: str, report: str = ""
) -> None:
    if officer.id == order.ordered_by:
        return
    case = _case(uow, order)
    said = Translator(uow.context.translations).say(
        sentence, officer=officer.name, words=order.words[:QUOTED], report=report
    )
    for linked in uow.tx.officers.linked():
        if linked.officer.id == order.ordered_by:
            notice = Text(said, about=(case.id,) if case else ())
            uow.notify(linked.line_user_id, [notice], Weight.PROMPT)


def _record(
    uow: UnitOfWork, officer: Officer, action: str, words: str, case: Complaint | None
) -> None:
    status = case.status.value if case else None
    uow.tx.audit.add(Entry(uow.now, f"officer:{officer.id}", action, status, status, words), case)
