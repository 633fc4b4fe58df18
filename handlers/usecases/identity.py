"""Disclose the identity of a staff complaint's reporter, which takes two authorised people and a reason.

The custodian requests it, a second person who is not barred agrees, and the reporter is notified and sees it in
the history of the case. The account is stored encrypted; the custodian is shown its display name in LINE. Of a
case that came without LINE and was sealed later, they are shown the name and telephone that its reporter gave.
"""

from domain.cases.complaint import Complaint
from domain.errors import Refused
from domain.figures.push_budget import Weight
from domain.organisation.officers import Officer
from handlers.access import custodians, identity, work_list
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.i18n import Translator
from handlers.core.messages import Card, Reply, Row, Text, Tone
from handlers.core.unit_of_work import UnitOfWork
from handlers.notify import case_events
from handlers.views import case_text
from storage.cases.audit import Entry
from storage.people.officers import Linked

REASON_LIMIT = 500


def ask(uow: UnitOfWork, officer: Officer, complaint_id: int, reason: str) -> str:
    """Ask the second person to agree that the custodian learns who reported a staff complaint.

    `reason`: the second person reads it and, if the identity is disclosed, the reporter too. A newer request
    replaces an undecided one. Returns the post of the second person. Raises Refused not_found, identity_known,
    identity_none, identity_alone or identity_reason.
    """
    case = work_list.seen_by(uow, officer, complaint_id)
    ensure_may_ask(uow, officer, case)
    reason = reason.strip()[:REASON_LIMIT]
    if not reason:
        raise Refused("identity_reason")
    second = custodians.second_person(uow, case, officer)
    if second is None:
        raise Refused("identity_alone")
    uow.tx.identity_requests.ask(case.id, officer.id, second.officer.id, reason, uow.now)
    _record(uow, case, officer, custodians.IDENTITY_ASKED, reason)
    uow.notify(second.line_user_id, [_request_card(uow, case, officer, reason)], Weight.CUSTODY)
    return _post(uow, second)


def ensure_may_ask(uow: UnitOfWork, officer: Officer, case: Complaint) -> None:
    """Raise Refused unless this officer may ask who reported this case, as `ask` does."""
    if not custodians.may_read(uow, officer, case):
        raise Refused("not_found")
    if not identity.is_hidden(case):
        has_link = case.conduct is not None and uow.tx.identities.is_pseudonym(case.reporter)
        raise Refused("identity_known" if has_link else "identity_none")
    if custodians.second_person(uow, case, officer) is None:
        raise Refused("identity_alone")


def decide(uow: UnitOfWork, officer: Officer, complaint_id: int, *, agrees: bool) -> None:
    """Store the second person's decision; if they agree, send the custodian the name and notify the reporter.

    Raises Refused no_identity_request, also for a case that does not exist or is not about staff.
    """
    uow.tx.custody.hold()
    case = uow.tx.staff_cases.lock(complaint_id) if _decides(uow, officer, complaint_id) else None
    request = identity.request_to(uow, officer, case) if case is not None else None
    if case is None or request is None:
        raise Refused("no_identity_request")
    uow.tx.identity_requests.decide(request.id, uow.now, agreed=agrees)
    first = next(iter(custodians.custodians_of(uow, case)))
    translator = Translator(uow.context.translations)
    if not agrees:
        _record(uow, case, officer, custodians.IDENTITY_REFUSED, "")
        text = translator.say("identity.refused", number=case.number)
        uow.notify(first.line_user_id, [Text(text, about=(case.id,))], Weight.CUSTODY)
        return
    _record(uow, case, officer, custodians.IDENTITY_SHOWN, request.reason)
    uow.notify(first.line_user_id, [_name_card(uow, translator, case)], Weight.CUSTODY)
    case_events.notify_reporter(
        uow,
        case,
        "identity.told",
        {
            "number": case.number,
            "reason": request.reason,
            "first": _post(uow, first),
            "second": _post(uow, Linked(officer, "")),
        },
        Weight.CALL,
    )


def _decides(uow: UnitOfWork, officer: Officer, complaint_id: int) -> bool:
    found = uow.tx.identity_requests.open_of(complaint_id, uow.now - identity.VALID_FOR)
    return found is not None and found.decides == officer.id


def _request_card(uow: UnitOfWork, case: Complaint, first: Officer, reason: str) -> Card:
    translator = Translator(uow.context.translations)
    heading = translator.say("identity.request_heading", officer=first.name)
    return Card(
        title=case.number,
        heading=heading,
        tone=Tone.ALERT,
        alt=heading,
        body=translator.say("identity.request", days=identity.VALID_FOR.days),
        rows=(Row(translator.say("identity.reason"), reason),),
        buttons=(
            buttons.choice(translator, "button.agree", Button.AGREE_IDENTITY, case.id),
            buttons.choice(translator, "button.disagree", Button.REFUSE_IDENTITY, case.id),
        ),
        about=(case.id,),
    )


def _name_card(uow: UnitOfWork, translator: Translator, case: Complaint) -> Reply:
    account = custodians.address_of(uow, case)
    person = uow.tx.people.find(account) if account else None
    name = (person.display_name if person else "") or translator.say("officer.no_name")
    origin = uow.tx.origins.find(case.id)
    contact = case_text.contact(translator, origin) if origin else ""
    contact_rows = (Row(translator.say("identity.contact"), contact),) if contact else ()
    heading = translator.say("identity.shown_heading")
    return Card(
        title=case.number,
        heading=heading,
        tone=Tone.ALERT,
        alt=heading,
        body=translator.say("identity.shown"),
        rows=(Row(translator.say("identity.name"), name), *contact_rows),
        about=(case.id,),
    )


def _post(uow: UnitOfWork, one: Linked) -> str:
    found = custodians.posts(uow, [one])
    return found.th if found else ""


def _record(uow: UnitOfWork, case: Complaint, officer: Officer, action: str, note: str) -> None:
    status = case.status.value
    uow.tx.audit.add(Entry(uow.now, f"officer:{officer.id}", action, status, status, note), case)
