"""Offboarding: removes an officer and hands their cases over to a colleague in one transaction."""

from collections.abc import Sequence
from dataclasses import replace

from domain.cases.complaint import Complaint
from domain.errors import Refused
from domain.figures.push_budget import Weight
from domain.organisation.officers import Officer
from handlers.access.permission import may_handle
from handlers.core.i18n import Translator
from handlers.core.messages import ButtonAction, Card, Choice, Tone
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine import saved_conversation
from handlers.usecases import custody
from handlers.views import case_text
from storage.cases.audit import Entry
from storage.queues.tasks import TaskKind

TO_OFFICERS = (Weight.EMERGENCY, Weight.CUSTODY, Weight.PROMPT, Weight.DIGEST, Weight.ALERT)
"""The weights of messages to officers."""


def remove(
    uow: UnitOfWork, officer_id: int, successor_id: int | None = None
) -> Sequence[Complaint]:
    """Remove an officer; returns the cases that were handed over to the successor.

    Staff complaints in their custody go to the next custodian, never to the successor. Their LINE account is
    unlinked, their unused codes become invalid, and messages deferred for them as an officer are dropped. Raises
    Refused `no_such_officer`, `holds_cases` (they have cases and there is no successor) or `destination_missing`
    (the successor is the same officer or may not handle one of the cases).
    """
    uow.tx.custody.hold()
    leaver = _active(uow, officer_id, to_change=True)
    cases = hand_over(uow, leaver, successor_id)
    line_user_id = uow.tx.officers.retire(leaver.id, uow.now)
    if line_user_id is not None:
        make_resident_account(uow, line_user_id)
        for weight in TO_OFFICERS:
            uow.tx.outbox.drop_deferred(line_user_id, weight)
    _record(uow, "officer_removed", f"{leaver.id}")
    custody.review_all(uow)
    return cases


def hand_over(uow: UnitOfWork, leaver: Officer, successor_id: int | None) -> Sequence[Complaint]:
    """Give all open cases of an officer, whose row is locked, to the successor; returns them.

    Raises Refused as `remove` does.
    """
    cases = uow.tx.complaints.assigned_to(leaver.id, lock=True)
    successor = None if successor_id is None else _active(uow, successor_id)
    if cases and successor is None:
        raise Refused("holds_cases", officer=leaver.name, count=len(cases))
    if successor is not None:
        _hand_over(uow, leaver, successor, cases)
    return cases


def make_resident_account(uow: UnitOfWork, line_user_id: str) -> None:
    """Make a former officer's LINE account a resident's: set the default menu and end its conversation."""
    uow.tx.tasks.ask(TaskKind.DEFAULT_MENU, line_user_id, uow.now)
    saved_conversation.drop(uow, line_user_id)


def _hand_over(
    uow: UnitOfWork, leaver: Officer, successor: Officer, cases: Sequence[Complaint]
) -> None:
    for case in cases:
        if successor.id == leaver.id or not may_handle(uow, successor, case):
            raise Refused("destination_missing")
    for case in cases:
        uow.tx.complaints.save(replace(case, officer_id=successor.id))
        _record(uow, "handover", f"{leaver.id} {successor.id}", case)
    if cases:
        _notify_successor(uow, leaver, successor, cases)


def _notify_successor(
    uow: UnitOfWork, leaver: Officer, successor: Officer, cases: Sequence[Complaint]
) -> None:
    """Notify the successor of the cases that were handed over."""
    translator = Translator(uow.context.translations)
    heading = translator.say("officer.handover_heading", officer=leaver.name)
    lines = [f"• {case.number} {case_text.topic(uow, translator, case)}" for case in cases]
    card = Card(
        title=translator.say("officer.handover_title", count=len(cases)),
        heading=heading,
        tone=Tone.WAITING,
        alt=heading,
        body="\n".join(lines),
        about=tuple(case.id for case in cases),
        buttons=(
            Choice(translator.label("menu.work"), ButtonAction.SAY, translator.label("menu.work")),
        ),
    )
    for linked in uow.tx.officers.linked():
        if linked.officer.id == successor.id:
            uow.notify(linked.line_user_id, [card])


def _active(uow: UnitOfWork, officer_id: int, *, to_change: bool = False) -> Officer:
    officer = uow.tx.officers.lock([officer_id], to_change=to_change).get(officer_id)
    if officer is None or not officer.active:
        raise Refused("no_such_officer", officer=officer_id)
    return officer


def _record(uow: UnitOfWork, action: str, note: str, case: Complaint | None = None) -> None:
    status = case.status.value if case else None
    uow.tx.audit.add(Entry(uow.now, "system", action, status, status, note), case)
