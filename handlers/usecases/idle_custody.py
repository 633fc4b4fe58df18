"""When a custodian of a staff complaint loses it because nothing happens, and who is the next one."""

from collections import Counter
from datetime import datetime, timedelta

from domain.cases.complaint import Complaint, Status
from domain.cases.lifecycle import Action
from handlers.access import custodians
from handlers.core.unit_of_work import UnitOfWork
from storage.cases.custody import Custody

ACCEPTED_WITHIN = 3
"""Working days within which a custodian must accept a case; after that the next one gets it."""
ACTS_WITHIN = 10
"""Working days within which a custodian who has accepted a case must do something about it."""
AT_LATEST = {ACCEPTED_WITHIN: timedelta(days=14), ACTS_WITHIN: timedelta(days=28)}
"""After this time the next custodian gets it, even on holidays: holidays are entered in the console, perhaps by an
accused officer. No series of holidays in Thailand is as long."""
LONGEST_WAIT = timedelta(days=90)
"""A date of review later than this does not count: a custodian could set one years ahead and be left alone."""
RESTARTS = frozenset({Action.ANSWER.value, Action.DISPUTE.value})
"""Actions of the reporter from which the custodian's time begins anew, because it was not theirs to act before."""


def is_over(uow: UnitOfWork, case: Complaint, since: datetime) -> bool:
    """Whether the custodian's time has passed. `since`: when the custody last changed.

    While the office waits for an answer of the reporter it does not pass.
    """
    if case.status is Status.ASKED:
        return False
    days = ACCEPTED_WITHIN if case.officer_id is None else ACTS_WITHIN
    starts = since if case.officer_id is None else max(since, _last_act(uow, case))
    ends_at = uow.context.calendar.add_working_days(starts, days)
    return min(ends_at, starts + AT_LATEST[days]) < uow.now


def following(uow: UnitOfWork, case: Complaint, stored: Custody) -> int | None:
    """Return the id of the officer who gets a case from its custodian; None if nobody else may read it.

    Whoever had it least often comes first, so that two idle custodians do not pass it to each other for ever.
    """
    assert stored.accusation is not None
    terms = Counter([*custodians.former(uow, case), stored.custodian])
    for fewest in range(max(terms.values()) + 1):
        passed_over = {one for one, count in terms.items() if count > fewest} | {stored.custodian}
        choice = custodians.chosen(
            uow, stored.accusation, stored.custodian, passed_over=passed_over
        )
        if choice.custodian not in passed_over:
            return choice.custodian
    return None


def _last_act(uow: UnitOfWork, case: Complaint) -> datetime:
    """Return from when on the custodian has done nothing: opening the case or its files is no act."""
    by_assignee = f"officer:{case.officer_id}"
    last = case.filed_at
    for entry in uow.tx.audit.of(case.id):
        is_act = entry.actor == by_assignee and entry.action != custodians.READ
        if is_act or entry.action in RESTARTS:
            last = max(last, entry.at)
    if case.review_at is None:
        return last
    return max(last, min(case.review_at, last + LONGEST_WAIT))
