"""An officer leaves: in one step they hear and do no more, and what they held is in other hands."""

from collections.abc import Sequence
from dataclasses import replace

from domain.cases.complaint import Complaint
from domain.errors import Refused
from domain.figures.push_budget import Weight
from domain.organisation.officers import Officer, may_handle
from handlers.access import restricted as keepers
from handlers.core.i18n import Voice
from handlers.core.messages import Card, Choice, Does, Tone
from handlers.core.unit_of_work import Desk
from handlers.views import case_text
from storage.cases.audit import Entry
from storage.queues.tasks import Kind

TO_OFFICERS = (Weight.EMERGENCY, Weight.PROMPT, Weight.DIGEST, Weight.ALERT)


def remove(desk: Desk, officer_id: int, receiver_id: int | None = None) -> Sequence[Complaint]:
    """Take an officer out of office; the cases that went to the receiver.

    Their LINE is unlinked, open codes die, and what was held for them as an officer is dropped. Refuses
    with `no_such_officer`, `holds_cases` (nobody to take them), `receiver_missing` (not a colleague who
    may handle every one of them).
    """
    leaver = _active(desk, officer_id, to_change=True)
    held = desk.tx.complaints.held_by(leaver.id, lock=True)
    receiver = None if receiver_id is None else _active(desk, receiver_id)
    if held and receiver is None:
        raise Refused("holds_cases", officer=leaver.name, count=len(held))
    if receiver is not None:
        _hand_over(desk, leaver, receiver, held)
    line_user_id = desk.tx.officers.retire(leaver.id, desk.now)
    if line_user_id is not None:
        give_back(desk, line_user_id)
        for weight in TO_OFFICERS:
            desk.tx.outbox.drop_held(line_user_id, weight)
    _record(desk, "officer_removed", f"{leaver.id}")
    return held


def give_back(desk: Desk, line_user_id: str) -> None:
    """An account that speaks for an officer no more: a resident's menu, and no act left half done."""
    desk.tx.errands.ask(Kind.DEFAULT_MENU, line_user_id, desk.now)
    desk.tx.conversations.drop(line_user_id)


def _hand_over(desk: Desk, leaver: Officer, receiver: Officer, held: Sequence[Complaint]) -> None:
    for case in held:
        if receiver.id == leaver.id or not _may_take(desk, receiver, case):
            raise Refused("receiver_missing")
    for case in held:
        desk.tx.complaints.save(replace(case, officer_id=receiver.id))
        _record(desk, "handover", f"{leaver.id} {receiver.id}", case)
    if held:
        _tell(desk, leaver, receiver, held)


def _may_take(desk: Desk, receiver: Officer, case: Complaint) -> bool:
    if case.restricted:
        return keepers.may_read(desk, receiver, case)
    return may_handle(receiver, department=case.department, restricted=False)


def _tell(desk: Desk, leaver: Officer, receiver: Officer, held: Sequence[Complaint]) -> None:
    """The receiver sees at once what has become theirs."""
    voice = Voice(desk.office.words)
    heading = voice.say("officer.handover_heading", officer=leaver.name)
    lines = [f"• {case.number} {case_text.topic(desk, voice, case)}" for case in held]
    card = Card(
        title=voice.say("officer.handover_title", count=len(held)),
        heading=heading,
        tone=Tone.WAITING,
        alt=heading,
        body="\n".join(lines),
        buttons=(Choice(voice.label("menu.work"), Does.SAY, voice.label("menu.work")),),
    )
    for linked in desk.tx.officers.linked():
        if linked.officer.id == receiver.id:
            desk.tell(linked.line_user_id, [card])


def _active(desk: Desk, officer_id: int, *, to_change: bool = False) -> Officer:
    officer = desk.tx.officers.hold([officer_id], to_change=to_change).get(officer_id)
    if officer is None or not officer.active:
        raise Refused("no_such_officer", officer=officer_id)
    return officer


def _record(desk: Desk, action: str, note: str, case: Complaint | None = None) -> None:
    status = case.status.value if case else None
    desk.tx.audit.add(Entry(desk.now, "system", action, status, status, note), case)
