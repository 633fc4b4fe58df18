"""Who may receive messages about a case, and who gets warnings of deadlines, in an office with hidden cases."""

import pytest

from domain.cases.escalation import Recipient
from domain.cases.lifecycle import Action
from handlers.access import custodians, permission, recipients
from handlers.access.disclosure import Outlet, may_leave_by
from storage.store import open_store
from tests.contexts import shipped_context
from tests.databases import VAULT, new_database
from tests.fake_line import settings_for
from tests.integration.hidden_cases import ACTORS, NEIGHBOUR, RESIDENT, STRANGER, full_of_secrets
from tests.moments import DAY, NOON


@pytest.fixture(scope="module")
def world(kind, request, tmp_path_factory):
    """An office for the tests that only read."""
    folder = tmp_path_factory.mktemp("world")
    with new_database(kind, folder, request) as url:
        store = open_store(url, VAULT)
        settings = settings_for("http://127.0.0.1:1", url, folder)
        yield full_of_secrets(shipped_context(settings, store))
        store.close()


def accounts(linked):
    return {one.line_user_id for one in linked}


def test_an_account_may_receive_what_it_may_read_and_nothing_else(world):
    with world.office.read_only_uow(NOON) as uow:
        received = {
            actor: {case for case in world.secrets if recipients.may_receive(uow, actor, case)}
            for actor in ACTORS
        }
        unknown = recipients.may_receive(uow, RESIDENT, 4711)
    every = set(world.secrets)
    named, sealed, unlinked = list(world.secrets)[-3:]
    # One staff complaint accuses the integrity officer, whose successor is the ปลัด.
    assert {actor: len(cases) for actor, cases in received.items()} == {
        RESIDENT: 5,
        NEIGHBOUR: 5,
        STRANGER: 0,
        "Uchang": 4,
        "Uhead": 4,
        "Uother_officer": 2,
        "Uother_head": 2,
        "Uintegrity": 2,
        "Upalad": 9,
        "Unayok": 8,
        "Uadmin": 0,
        "Uleaver": 0,
    }
    assert received["Uintegrity"] == {sealed, unlinked}
    assert received["Upalad"] == every - {sealed, unlinked}
    assert received[NEIGHBOUR] & {named, sealed, unlinked} == {named, sealed}
    assert not unknown


def test_who_is_retired_may_receive_nothing_from_then_on(office):
    full_of_secrets(office)
    with office.uow(NOON) as uow:
        (filed, *_) = uow.tx.complaints.of_reporter(RESIDENT, 1)
        palad = uow.tx.officers.by_line("Upalad")
        assert recipients.may_receive(uow, "Upalad", filed.id)
        uow.tx.officers.retire(palad.id, NOON)
        assert not recipients.may_receive(uow, "Upalad", filed.id)


@pytest.mark.parametrize("recipient", Recipient)
def test_of_a_case_about_staff_every_level_reaches_its_custodians_alone(world, recipient):
    with world.office.read_only_uow(NOON) as uow:
        about_staff = uow.tx.staff_cases.open_of(department=None, limit=9)
        assert len(about_staff) == 3
        for case in about_staff:
            in_custody = accounts(custodians.custodians_of(uow, case))
            assert in_custody
            assert accounts(recipients.of_warning(uow, case, recipient)) == in_custody


def test_of_an_ordinary_case_each_level_reaches_its_own(world):
    with world.office.read_only_uow(NOON) as uow:
        case = uow.tx.complaints.by_number(world.secrets[1][0])
        reached = {
            recipient: accounts(recipients.of_warning(uow, case, recipient))
            for recipient in Recipient
        }
        assert reached == {
            Recipient.ASSIGNEE: {"Uchang", "Uhead"},
            Recipient.HEAD: {"Uhead"},
            Recipient.PALAD: {"Upalad"},
            Recipient.NAYOK: {"Unayok"},
        }
        assert custodians.custodians_of(uow, case) == ()


def test_a_dispute_reaches_the_head_too_but_of_a_case_about_staff_its_custodians_alone(world):
    with world.office.read_only_uow(NOON) as uow:
        asked = next(iter(uow.tx.complaints.current_of(RESIDENT, NOON + DAY)))
        heard = {
            action: accounts(recipients.of_message(uow, asked, action))
            for action in (Action.ADD, Action.DISPUTE)
        }
        assert heard == {Action.ADD: {"Uchang"}, Action.DISPUTE: {"Uchang", "Uhead"}}
        for case in uow.tx.staff_cases.open_of(department=None, limit=9):
            recipient = accounts(recipients.of_message(uow, case, Action.DISPUTE))
            assert recipient == accounts(custodians.custodians_of(uow, case))


def test_a_case_about_staff_can_be_given_to_nobody_and_handled_by_its_custodians(world):
    with world.office.read_only_uow(NOON) as uow:
        officers = [one.officer for one in uow.tx.officers.linked()]
        for case in uow.tx.staff_cases.open_of(department=None, limit=9):
            handling = [one.officer for one in custodians.custodians_of(uow, case)]
            assert [one for one in officers if permission.may_handle(uow, one, case)] == handling
            assert permission.colleagues(uow, case) == []
            assert {*permission.rare_acts(handling[0], case)} == {Action.WAIT, Action.NOT_OURS}


def test_the_account_of_a_reporter_is_found_where_it_is_kept(world):
    with world.office.read_only_uow(NOON) as uow:
        found = [recipients.reporter_of(uow, case) for case in world.secrets]
        assert recipients.reporter_of(uow, None) is None
    # The last three are staff complaints: with the name, with a sealed name, without a link.
    assert found[-3:] == [NEIGHBOUR, NEIGHBOUR, None]
    assert set(found[:-3]) == {RESIDENT, NEIGHBOUR}


@pytest.mark.parametrize("way", Outlet)
def test_a_case_about_staff_leaves_by_no_exit(world, way):
    with world.office.read_only_uow(NOON) as uow:
        cases = [uow.tx.all_cases.get(case) for case in world.secrets]
    leaving = [may_leave_by(way, case) for case in cases]
    assert leaving == [True] * (len(cases) - 3) + [False] * 3
