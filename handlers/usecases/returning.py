"""Give a case that an officer moved to the staff track by mistake, or to hide it, back to an ordinary section.

The staff complaint itself never becomes ordinary again: it stays sealed and ends. Its first words are filed once
more as an ordinary case with the first day, so that its deadlines run on and it counts where it was received.
"""

from dataclasses import replace

from domain.cases.complaint import Complaint, Place, Status, words_in
from domain.cases.lifecycle import Act, Action
from domain.errors import Refused
from domain.figures.push_budget import Weight
from domain.language.told_place import village_told
from domain.organisation.calendar import month_bounds, month_key
from domain.organisation.officers import Officer
from handlers.access import custodians, reading
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core.i18n import Bilingual, Translator
from handlers.core.messages import Text
from handlers.core.unit_of_work import UnitOfWork
from handlers.notify import case_events
from handlers.usecases import case_filing
from handlers.usecases.case_filing import NOWHERE, NewComplaint
from storage.cases.audit import Entry

_TELLS = frozenset(one.value for one in (Action.ADD, Action.ANSWER, Action.DISPUTE))


def may_be_returned(uow: UnitOfWork, officer: Officer, case: Complaint) -> bool:
    """Whether a custodian's open staff complaint was an ordinary case before, and its words accuse nobody.

    Not after its reporter has written anything since: they were told that it is a staff complaint, and the section
    must not read what they wrote then.
    """
    if may_leave_by(Outlet.ORDINARY_CASE, case) or not case.is_open:
        return False
    if not custodians.may_read(uow, officer, case):
        return False
    entries = uow.tx.audit.of(case.id)
    moved = [place for place, one in enumerate(entries) if one.action == Action.SEAL.value]
    if not moved:
        return False
    is_told_more = any(
        one.actor == "reporter" and one.action in _TELLS for one in entries[moved[-1] :]
    )
    return not (is_told_more or uow.understood(_words(uow, officer, case)).staff)


def give_back(uow: UnitOfWork, officer: Officer, before: Complaint, act: Act) -> Complaint:
    """File a staff complaint again as an ordinary case of a section, and end it; returns the new case.

    `officer`: its custodian. `act`: the transfer, with the section and the custodian's reason, which stays in the
    staff complaint. Raises Refused not_returned or destination_missing.
    """
    if not may_be_returned(uow, officer, before):
        raise Refused("not_returned")
    words = _words(uow, officer, before)
    account = custodians.address_of(uow, before) or ""
    new = NewComplaint(
        category=_category(uow, words, act.to_department),
        detail=words,
        place=_place(uow, words),
        hide_name=True,
        since=before.filed_at,
    )
    # Counted under a key of its own: the reporter has filed nothing today.
    filed = case_filing.file(
        uow, account, new, f"returned-{before.id}", account=f"returned:{before.id}"
    )
    _end(uow, officer, before, f"{filed.number}\n{act.note}")
    names = uow.context.catalog.department(filed.department)
    facts = {
        "former": before.number,
        "number": filed.number,
        "department": Bilingual(names.short_th, names.short_en),
    }
    case_events.notify_reporter(uow, filed, "sealing.returned", facts, Weight.ENDING)
    return filed


def moved_by(uow: UnitOfWork, officer: Officer, case: Complaint) -> Text | None:
    """Return the line for a custodian that tells who moved a case to the staff track, and how many this month.

    Only those that the same custodian keeps are counted: the number must not tell of one that is kept from them.
    """
    stored = uow.tx.custody.find(case.id)
    if stored is None or stored.custodian is None:
        return None
    since = month_bounds(month_key(uow.now))[0]
    count = uow.tx.custody.moved_by(f"officer:{officer.id}", stored.custodian, since)
    words = Translator(uow.context.translations).say(
        "sealing.moved_by", name=officer.name, count=count, number=case.number
    )
    return Text(words, about=(case.id,))


def _words(uow: UnitOfWork, officer: Officer, case: Complaint) -> str:
    """Return the first words of a case, and what its reporter added while it was an ordinary one."""
    opened = reading.by_officer(uow, officer, case)
    added = (
        words_in(one.note, opened)
        for one in uow.tx.audit.of(case.id)
        if one.actor == "reporter" and one.action == Action.ADD.value
    )
    return "\n".join(filter(None, (opened.detail, *added)))


def _category(uow: UnitOfWork, words: str, department: str) -> str:
    """Return the key of the likeliest topic of a section. Raises Refused destination_missing if it has none."""
    catalog = uow.context.catalog
    own = [
        one.key
        for one in catalog.categories
        if one.department == department and not catalog.is_about_staff(one.key)
    ]
    if not own:
        raise Refused("destination_missing")
    return next((key for key in uow.understood(words).guess.ranking if key in own), own[-1])


def _place(uow: UnitOfWork, words: str) -> Place:
    return replace(NOWHERE, village=village_told((words,), uow.context.catalog.organisation))


def _end(uow: UnitOfWork, officer: Officer, before: Complaint, note: str) -> None:
    after = replace(
        before, status=Status.NOT_OURS, paused_at=None, ended_at=uow.now, ended_by=officer.id
    )
    uow.tx.complaints.save(after)
    uow.tx.resolutions.add(after, note)
    entry = Entry(
        uow.now,
        f"officer:{officer.id}",
        Action.TRANSFER.value,
        before.status.value,
        after.status.value,
        note,
    )
    uow.tx.audit.add(entry, after)
