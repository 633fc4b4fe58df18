"""Who may see, handle and direct a case: a table, and nobody who is not in it."""

from dataclasses import replace
from itertools import product

import pytest

from domain.cases.permission import may_be_transferred, may_direct, may_handle, may_see
from domain.organisation.officers import Officer, Role
from tests.builders import a_case

SEES = {
    # role: (own section, another section, staff complaint: nobody by their post alone)
    Role.OFFICER: (True, False, False),
    Role.HEAD: (True, False, False),
    Role.PALAD: (True, True, False),
    Role.NAYOK: (True, True, False),
    Role.INTEGRITY: (False, False, False),
    Role.ADMIN: (False, False, False),
}
ABOUT_STAFF = a_case(restricted=True)
CASES = (a_case(), a_case(department="clerk"), ABOUT_STAFF)


def officer(role: Role) -> Officer:
    return Officer(1, "ช่างเอก", role, "engineering" if role in {Role.OFFICER, Role.HEAD} else None)


def test_every_role_is_in_the_table():
    assert set(SEES) == set(Role)


@pytest.mark.parametrize("role", Role)
def test_who_sees_what(role):
    assert tuple(may_see(officer(role), case) for case in CASES) == SEES[role]


@pytest.mark.parametrize(("role", "case"), list(product(Role, CASES)))
def test_who_handles_sees_and_the_nayok_only_reads(role, case):
    expected = role is not Role.NAYOK and may_see(officer(role), case)
    assert may_handle(officer(role), case) is expected


@pytest.mark.parametrize("role", Role)
def test_a_custodian_handles_cases_about_staff_and_gains_no_other(role):
    handled = [may_handle(officer(role), case, is_custodian=True) for case in CASES]
    assert handled == [*(may_handle(officer(role), case) for case in CASES[:2]), True]


@pytest.mark.parametrize(("role", "case"), list(product(Role, CASES)))
def test_who_directs_handles_and_is_no_plain_officer(role, case):
    expected = role is not Role.OFFICER and may_handle(officer(role), case)
    assert may_direct(officer(role), case) is expected


def test_a_case_about_staff_goes_to_no_other_department():
    assert [may_be_transferred(case) for case in CASES] == [True, True, False]


@pytest.mark.parametrize(("role", "case"), list(product(Role, CASES)))
def test_who_has_left_the_office_sees_nothing(role, case):
    gone = replace(officer(role), active=False)
    assert not may_see(gone, case)
