"""Custody of staff complaints: stores the accusation, chooses the custodian, and notifies both on a change.

Called at filing, after every further text of the reporter, and after every change of the staff. The custodian
changes only if the case now accuses them, if they withdrew or left, or if they cannot be reached.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta

from domain.cases import lifecycle
from domain.cases.accused import Accusation
from domain.cases.complaint import Complaint
from domain.cases.reader import Change
from domain.errors import Refused
from domain.figures.push_budget import Weight
from domain.organisation.calendar import BANGKOK, bangkok
from domain.organisation.officers import Officer
from handlers.access import custodians, work_list
from handlers.core.i18n import Bilingual, Translator
from handlers.core.messages import Text
from handlers.core.unit_of_work import UnitOfWork
from handlers.notify import case_events
from handlers.usecases import idle_custody
from handlers.usecases.idle_custody import ACCEPTED_WITHIN
from storage.cases.audit import Entry
from storage.cases.custody import Custody

TELLS_AT = time(8, 15)
"""When a former custodian is notified: not at once, because the time would show whose text caused the change."""


def begin(
    uow: UnitOfWork,
    case: Complaint,
    choices: Iterable[str] = (),
    *,
    accused: frozenset[int] = frozenset(),
    barred: frozenset[int] = frozenset(),
) -> None:
    """Store the accusation and the custodian of a new staff complaint. The caller notifies the custodian.

    `choices`: the buttons with which the reporter answered whom the complaint is about. `accused` and `barred`:
    ids of officers whom it accuses, and who may never read it, although it does not name them.
    """
    custodians.hold(uow, case)
    considered = custodians.consider(uow, case, choices=choices)
    if considered is not None:
        unnamed = Accusation(officers=accused, barred=barred)
        accusation = custodians.grown(uow, considered.accusation | unnamed)
        choice = custodians.chosen(uow, accusation, None)
        stored = Custody(accusation, choice.custodian)
        uow.tx.custody.save(case.id, stored, uow.now)


def review(uow: UnitOfWork, case: Complaint, *, is_reporter_here: bool = False) -> Complaint:
    """Update the accusation of a staff complaint from all its texts and choose its custodian again.

    Both custodians are notified of a change. The texts must be stored before. An assignee who is no longer the
    custodian loses the case. Returns the changed
    case; an ordinary case is returned unchanged, and so is one whose accusation cannot be decrypted, which nobody
    may read. `is_reporter_here`: the reporter is about to get a reply that says if no custodian is left.
    """
    custodians.hold(uow, case)
    considered = custodians.consider(uow, case)
    if considered is None:
        return case
    stored = uow.tx.custody.find(case.id)
    former = stored.custodian if stored else case.officer_id
    custodian, change = considered.choice.custodian, considered.choice.change
    if not case.is_open and change is not Change.KEPT:
        # Nobody has to work on an ended case. If it is reopened, a custodian is chosen then.
        custodian = None
    now_stored = Custody(considered.accusation, custodian)
    if now_stored == stored:
        return case
    uow.tx.custody.save(case.id, now_stored, uow.now)
    if custodian == former or not case.is_open:
        return case
    if case.officer_id not in {None, custodian}:
        case = lifecycle.taken_from_assignee(case, uow.now, uow.context.calendar)
        uow.tx.complaints.save(case)
    _tell(uow, case, former, custodian, is_reporter_here=is_reporter_here)
    return case


def review_all(uow: UnitOfWork) -> int:
    """Review every open staff complaint, after a change of the staff; returns how many there were."""
    uow.tx.custody.hold()
    ids = uow.tx.custody.to_review()
    for complaint_id in ids:
        case = uow.tx.all_cases.lock(complaint_id)
        if case is not None:
            review(uow, case)
    return len(ids)


def pass_on_idle(uow: UnitOfWork) -> int:
    """Transfer every case whose custodian did not accept it, or did nothing about it, in time to the next one.

    Both and the reporter are notified. If nobody else may read the case, it keeps its custodian. Returns how many
    were transferred. `review_all` passes over a custodian who has blocked the bot.
    """
    uow.tx.custody.hold()
    moved = 0
    for complaint_id, since in uow.tx.custody.held_since(uow.now - timedelta(ACCEPTED_WITHIN)):
        case = uow.tx.all_cases.lock(complaint_id)
        if case is not None and idle_custody.is_over(uow, case, since):
            moved += _pass_on(uow, case)
    return moved


def _pass_on(uow: UnitOfWork, case: Complaint) -> bool:
    stored = uow.tx.custody.find(case.id)
    if stored is None or stored.accusation is None:
        return False
    following = idle_custody.following(uow, case, stored)
    if following is None:
        return False
    uow.tx.custody.save(case.id, replace(stored, custodian=following), uow.now)
    case = lifecycle.taken_from_assignee(case, uow.now, uow.context.calendar)
    uow.tx.complaints.save(case)
    _tell(uow, case, stored.custodian, following, is_reporter_here=False)
    post = custodians.posts_of(uow, case)
    case_events.notify_reporter(uow, case, "custody.passed_on", {"keeper": post}, Weight.CALL)
    return True


def recuse(uow: UnitOfWork, officer: Officer, complaint_id: int, reason: str) -> Complaint:
    """Withdraw a custodian from a staff complaint for good; the next one gets it.

    `reason`: recorded in the audit log of the case. Raises Refused not_found unless they are its custodian.
    """
    uow.tx.custody.hold()
    case = work_list.seen_by(uow, officer, complaint_id)
    if not custodians.may_read(uow, officer, case):
        raise Refused("not_found")
    locked = uow.tx.all_cases.lock(complaint_id)
    stored = uow.tx.custody.find(complaint_id)
    assert locked is not None
    assert stored is not None
    assert stored.accusation is not None
    barred = stored.accusation | Accusation(barred=frozenset({officer.id}))
    uow.tx.custody.save(case.id, replace(stored, accusation=barred), uow.now)
    _record(uow, locked, f"officer:{officer.id}", custodians.RECUSED, reason)
    after = review(uow, locked)
    uow.opened.discard(case.id)
    return after


def _tell(
    uow: UnitOfWork,
    case: Complaint,
    former: int | None,
    custodian: int | None,
    *,
    is_reporter_here: bool,
) -> None:
    _record(uow, case, "system", custodians.CHANGED, f"{former or '-'} {custodian or '-'}")
    for one in uow.tx.officers.linked():
        if one.officer.id == former:
            # Including messages that another release has deferred for them.
            uow.tx.outbox.drop_deferred_of(one.line_user_id, case.number)
            notice = Text(Translator(uow.context.translations).say("custody.moved"))
            uow.notify_later(one.line_user_id, [notice], Weight.PROMPT, _next_morning(uow))
    if custodian is not None:
        case_events.new_case(uow, case)
    elif not is_reporter_here:
        contacts = uow.context.catalog.organisation.outside
        listed = Bilingual(
            "\n".join(f"• {one.th} {one.phone}" for one in contacts),
            "\n".join(f"• {one.en} {one.phone}" for one in contacts),
        )
        case_events.notify_reporter(uow, case, "custody.nobody", {"contacts": listed}, Weight.NEWS)


def _next_morning(uow: UnitOfWork) -> datetime:
    """Return the time of the next morning on a working day."""
    day = bangkok(uow.now).date() + timedelta(days=1)
    while not uow.context.calendar.is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, TELLS_AT, BANGKOK)


def _record(uow: UnitOfWork, case: Complaint, actor: str, action: str, note: str) -> None:
    status = case.status.value
    uow.tx.audit.add(Entry(uow.now, actor, action, status, status, note), case)
