"""Who may see, handle and direct a case: a table, and nobody who is not in it."""

from dataclasses import replace
from itertools import product

import pytest

from domain.organisation.officers import Officer, Role, may_direct, may_handle, may_see

SEES = {
    # role: (own section, another section, about staff: nobody by their post alone)
    Role.OFFICER: (True, False, False),
    Role.HEAD: (True, False, False),
    Role.PALAD: (True, True, False),
    Role.NAYOK: (True, True, False),
    Role.INTEGRITY: (False, False, False),
    Role.ADMIN: (False, False, False),
}
CASES = (("engineering", False), ("clerk", False), ("engineering", True))


def officer(role: Role) -> Officer:
    return Officer(1, "ช่างเอก", role, "engineering" if role in {Role.OFFICER, Role.HEAD} else None)


def test_every_role_is_in_the_table():
    assert set(SEES) == set(Role)


@pytest.mark.parametrize("role", Role)
def test_who_sees_what(role):
    seen = tuple(
        may_see(officer(role), department=department, restricted=restricted)
        for department, restricted in CASES
    )
    assert seen == SEES[role]


@pytest.mark.parametrize(("role", "case"), list(product(Role, CASES)))
def test_who_handles_sees_and_the_nayok_only_reads(role, case):
    facts = {"department": case[0], "restricted": case[1]}
    expected = role is not Role.NAYOK and may_see(officer(role), **facts)
    assert may_handle(officer(role), **facts) is expected


@pytest.mark.parametrize(("role", "case"), list(product(Role, CASES)))
def test_who_directs_handles_and_is_no_plain_officer(role, case):
    facts = {"department": case[0], "restricted": case[1]}
    expected = role is not Role.OFFICER and may_handle(officer(role), **facts)
    assert may_direct(officer(role), **facts) is expected


@pytest.mark.parametrize(("role", "case"), list(product(Role, CASES)))
def test_who_has_left_the_office_sees_nothing(role, case):
    gone = replace(officer(role), active=False)
    assert not may_see(gone, department=case[0], restricted=case[1])
