"""An officer's proposal that a case is another agency's duty, which a superior decides."""

from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Act, Action
from domain.errors import Refused
from domain.figures.push_budget import Weight
from domain.organisation.officers import Officer, Role
from handlers.access import permission, recipients
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.i18n import Translator
from handlers.core.messages import Text
from handlers.core.unit_of_work import UnitOfWork
from handlers.views import case_card
from storage.cases.audit import Entry
from storage.people.officers import Linked

PROPOSED, REFUSED = "referral", "referral_refused"
"""Actions of the audit log, which the reporter does not see."""


def superiors_of(uow: UnitOfWork, officer: Officer, case: Complaint) -> list[Linked]:
    """Return who decides on an officer's proposal; empty for a head, or if there is no superior on LINE."""
    if officer.role is not Role.OFFICER or not may_leave_by(Outlet.SUPERIORS, case):
        return []
    found = recipients.superiors(uow, recipients.audience(uow, case))
    return [one for one in found if one.officer.id != officer.id]


def propose(uow: UnitOfWork, officer: Officer, case: Complaint, act: Act) -> None:
    """Store the proposal and ask the superiors. A newer proposal replaces an undecided one."""
    uow.tx.referrals.propose(case.id, act.agency, act.note, officer.id, uow.now)
    _record(uow, officer, case, PROPOSED, act.note)
    translator = Translator(uow.context.translations)
    card = case_card.referral(uow, translator, case, officer.name, act.note)
    for linked in superiors_of(uow, officer, case):
        uow.notify(linked.line_user_id, [card], Weight.PROMPT)


def decide(uow: UnitOfWork, officer: Officer, case: Complaint, *, agrees: bool) -> Act | None:
    """Store a superior's decision; returns the action to perform, or None if they disagree.

    Raises Refused not_yours or no_referral.
    """
    if not permission.may_direct(officer, case):
        raise Refused("not_yours")
    found = uow.tx.referrals.open_of(case.id)
    if found is None:
        raise Refused("no_referral")
    uow.tx.referrals.decide(found.id, officer.id, uow.now, agreed=agrees)
    translator = Translator(uow.context.translations)
    sentence = "officer.referral_agreed_by" if agrees else "officer.referral_refused_by"
    notice = Text(
        translator.say(sentence, number=case.number, officer=officer.name),
        (buttons.choice(translator, "button.details", Button.SHOW_CASE, case.id),),
        about=(case.id,),
    )
    for linked in uow.tx.officers.linked():
        if linked.officer.id == found.proposed_by and linked.officer.id != officer.id:
            uow.notify(linked.line_user_id, [notice], Weight.PROMPT)
    if agrees:
        return Act(Action.NOT_OURS, note=found.note, agency=found.agency)
    _record(uow, officer, case, REFUSED, "")
    return None


def _record(uow: UnitOfWork, officer: Officer, case: Complaint, action: str, note: str) -> None:
    status = case.status.value
    uow.tx.audit.add(Entry(uow.now, f"officer:{officer.id}", action, status, status, note), case)
