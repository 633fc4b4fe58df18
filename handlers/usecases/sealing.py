"""Turn an ordinary case into a staff complaint when an officer finds that it is about staff."""

from domain.cases import lifecycle
from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from domain.cases.origin import TYPED_BY_OFFICERS
from domain.errors import Refused
from domain.figures.push_budget import Weight
from domain.organisation.officers import DEPARTMENTAL, Officer
from handlers.access import custodians, own_answers, permission, work_list
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core.i18n import Bilingual
from handlers.core.unit_of_work import UnitOfWork
from handlers.notify import case_events
from handlers.usecases import attachments, custody, joined_cases, returning
from storage.cases.audit import Entry


def seal(uow: UnitOfWork, officer: Officer, complaint_id: int) -> Complaint:
    """Make an ordinary case a staff complaint; returns it. One that is closed begins anew: no closing hides it.

    Its text is encrypted and its reporter's account is sealed. Its department and all officers of departments who
    handled it count as accused: neither they nor their colleagues may read it any more, including the officer who
    does this. Nor may the officer who typed it, and its receipt code ends; an officer's account that took the case
    with this code does not follow it any more. The custodian gets it and its reporter is notified. Raises Refused
    not_found, not_yours or already_closed.
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
    if uow.tx.retention.is_forgotten(before.id):
        raise Refused("already_closed", officer_id=before.ended_by, at=before.ended_at)
    origin = uow.tx.origins.find(before.id)
    typist = origin.filed_by if origin else None
    is_typed = origin is not None and origin.source in TYPED_BY_OFFICERS
    reporter = before.reporter
    if is_typed and uow.tx.officer_history.ever_had(reporter):
        # An officer who knew its code may have made the case their own, to follow it whatever becomes of it.
        reporter = ""
    after = lifecycle.about_staff(
        before,
        uow.now,
        uow.context.calendar,
        category=uow.context.catalog.staff_category,
        reporter=uow.tx.identities.pseudonym(reporter),
    )
    handlers = _who_handled(uow, before)
    if is_typed:
        # The officer who typed it knows the code, and may be the accused.
        uow.tx.identities.end_code(before.id)
    joined_cases.forget(uow, officer, before)
    uow.tx.open_photos.withdraw(before.id)
    attachments.separate_files(uow, before.id)
    uow.tx.sealing.seal(before.id)
    for rater in (before.reporter, own_answers.by_code(before.id)):
        rating = own_answers.rating_of(uow, rater, before.id)
        if rating is not None:
            uow.tx.survey_words.protect(rating.id)
            uow.tx.survey_responses.end_changes(rating.id)
    uow.tx.survey_words.protect_source(before.number)
    uow.tx.improvements.delete_of_protected()
    uow.tx.resolutions.seal(before.id)
    uow.tx.origins.seal(before.id)
    uow.tx.webhook_events.drop_about(before.number)
    uow.tx.complaints.save(after)
    # Its words leave the search index now, not with the job of the night.
    uow.tx.case_words.compact()
    uow.tx.identities.store(after.id, reporter)
    entry = Entry(
        uow.now,
        f"officer:{officer.id}",
        Action.SEAL.value,
        before.status.value,
        after.status.value,
        "",
    )
    uow.tx.audit.add(entry, after)
    barred = frozenset(filter(None, [before.officer_id, typist]))
    custody.begin(uow, after, accused=handlers, barred=barred)
    uow.opened.discard(after.id)
    for one in uow.tx.officers.linked():
        if not permission.may_read(uow, one.officer, after):
            uow.tx.outbox.drop_deferred_of(one.line_user_id, after.number)
    moved = returning.moved_by(uow, officer, after)
    case_events.new_case(uow, after, "officer.sealed_heading", below=(moved,) if moved else ())
    _tell_reporter(uow, after)
    return after


def _who_handled(uow: UnitOfWork, case: Complaint) -> frozenset[int]:
    """Return the ids of the department officers who acted on a case: any of them may be the accused.

    Else whoever is meant could pass it to another department, which then seals it, and a colleague would read it.
    """
    deeds = {one.value for one in Action}
    actors = {one.actor for one in uow.tx.audit.of(case.id) if one.action in deeds}
    return frozenset(
        one.id
        for one in uow.tx.officers.all()
        if one.role in DEPARTMENTAL and f"officer:{one.id}" in actors
    )


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
