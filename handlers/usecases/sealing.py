"""Turn an ordinary case into a staff complaint when an officer finds that it is about staff."""

from domain.cases import lifecycle
from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from domain.errors import Refused
from domain.figures.push_budget import Weight
from domain.organisation.officers import Officer
from handlers.access import custodians, own_answers, permission, work_list
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core.i18n import Bilingual
from handlers.core.unit_of_work import UnitOfWork
from handlers.notify import case_events
from handlers.usecases import custody
from storage.cases.audit import Entry


def seal(uow: UnitOfWork, officer: Officer, complaint_id: int) -> Complaint:
    """Make an open ordinary case a staff complaint; returns it.

    Its text is encrypted and its reporter's account is sealed. Its department and its assignee count as accused
    and may no longer read it, including the officer who does this. The custodian gets it and its reporter is
    notified. Raises Refused not_found, not_yours or already_closed.
    """
    uow.tx.custody.hold()
    officer = uow.tx.officers.lock([officer.id])[officer.id]
    work_list.ensure_within_reach(uow, officer, complaint_id)
    before = uow.tx.all_cases.lock(complaint_id)
    if before is None or not permission.may_read(uow, officer, before):
        raise Refused("not_found")
    if not may_leave_by(Outlet.ORDINARY_CASE, before) or not permission.may_handle(
        uow, officer, before
    ):
        raise Refused("not_yours")
    if not before.is_open:
        raise Refused("already_closed", officer_id=before.ended_by, at=before.ended_at)
    after = lifecycle.about_staff(
        before,
        uow.now,
        uow.context.calendar,
        category=uow.context.catalog.staff_category,
        reporter=uow.tx.identities.pseudonym(before.reporter),
    )
    uow.tx.sealing.seal(before.id)
    rating = own_answers.rating_of(uow, before.reporter, before.id)
    if rating is not None:
        uow.tx.survey_words.protect(rating.id)
    uow.tx.resolutions.seal(before.id)
    uow.tx.origins.seal(before.id)
    uow.tx.webhook_events.drop_about(before.number)
    uow.tx.complaints.save(after)
    uow.tx.identities.store(after.id, before.reporter)
    entry = Entry(
        uow.now,
        f"officer:{officer.id}",
        Action.SEAL.value,
        before.status.value,
        after.status.value,
        "",
    )
    uow.tx.audit.add(entry, after)
    custody.begin(uow, after, barred=frozenset(filter(None, [before.officer_id])))
    uow.opened.discard(after.id)
    for one in uow.tx.officers.linked():
        if not permission.may_read(uow, one.officer, after):
            uow.tx.outbox.drop_deferred_of(one.line_user_id, after.number)
    case_events.new_case(uow, after, "officer.sealed_heading")
    _tell_reporter(uow, after)
    return after


def _tell_reporter(uow: UnitOfWork, case: Complaint) -> None:
    custodian = custodians.posts(uow, custodians.custodians_of(uow, case))
    if custodian is not None:
        case_events.notify_reporter(
            uow, case, "sealing.told", {"number": case.number, "keeper": custodian}, Weight.CALL
        )
        return
    contacts = uow.context.catalog.organisation.outside
    listed = Bilingual(
        "\n".join(f"• {one.th} {one.phone}" for one in contacts),
        "\n".join(f"• {one.en} {one.phone}" for one in contacts),
    )
    case_events.notify_reporter(
        uow, case, "sealing.told_nobody", {"number": case.number, "contacts": listed}, Weight.CALL
    )
