"""All present and former officers, in the form that the rules of staff complaints need."""

from collections.abc import Sequence
from functools import lru_cache

from domain.cases.matcher import Matcher
from domain.cases.names import NameReader
from domain.cases.reader import Candidate
from domain.cases.staff import Appointment, Staff
from domain.cases.vocabulary import Vocabulary
from domain.organisation.officers import Officer, Role
from domain.organisation.organisation import Custodian
from handlers.core.unit_of_work import UnitOfWork

OFFICES_KEPT = 4
"""How many versions of the staff are cached; more than one is needed only while appointments change."""


def known_staff(uow: UnitOfWork) -> Staff:
    """Return all officers ever appointed, with every name, post and account they ever had."""
    return _read(uow)[0]


def matcher(uow: UnitOfWork) -> Matcher:
    """Return the matcher that finds these officers in the words of a complaint."""
    return _read(uow)[1]


def custodian_order(uow: UnitOfWork) -> Sequence[Role]:
    """Return the roles that may handle staff complaints, in the order in which they receive them."""
    return [post.role for post in uow.context.catalog.organisation.custodians]


def candidates(uow: UnitOfWork) -> list[Candidate]:
    """Return the officers on LINE as possible custodians. Those who have blocked the bot are passed over."""
    return [
        Candidate(
            one.officer.id,
            one.officer.role,
            one.officer.active,
            is_passed_over=uow.tx.people.has_blocked(one.line_user_id),
        )
        for one in uow.tx.officers.linked()
    ]


def as_candidate(officer: Officer) -> Candidate:
    """Return an officer as the reader of a case."""
    return Candidate(officer.id, officer.role, officer.active)


def _read(uow: UnitOfWork) -> tuple[Staff, Matcher]:
    appointments = tuple(
        Appointment(
            post.officer_id,
            post.names,
            post.role,
            post.department,
            post.active,
            frozenset({post.account} - {""}),
        )
        for post in uow.tx.officer_history.posts()
    )
    custodians = uow.context.catalog.organisation.custodians
    return _built(appointments, uow.context.accusation_words, custodians)


@lru_cache(maxsize=OFFICES_KEPT)
def _built(
    appointments: tuple[Appointment, ...],
    words: Vocabulary,
    custodians: tuple[Custodian, ...],
) -> tuple[Staff, Matcher]:
    units = {one.role: one.unit for one in custodians}
    staff = Staff(appointments, NameReader(words.titles), units)
    return staff, Matcher(staff, words)
