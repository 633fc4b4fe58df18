"""Two officers together open the identity behind a sealed case, with a reason, and its reporter is told."""

import pytest
from sqlalchemy import select

from domain.cases.conduct import ReporterLink
from domain.errors import Refused
from domain.organisation.officers import Role
from handlers.core.buttons import Button
from handlers.usecases import identity
from storage import tables
from tests.databases import VAULT
from tests.integration.staff_office import RESIDENT, StaffOffice
from tests.moments import DAY

NAME, REASON = "สมศรี ใจดี", "ต้องนัดสอบปากคำพยาน"


@pytest.fixture
def desk(office, worker, line, clock):
    return StaffOffice(office, worker, line, clock)


def sealed_case(desk, link=ReporterLink.SEALED):
    """A case whose custodian is the integrity officer; the ปลัด is the second person."""
    ids = desk.keepers()
    case = desk.complain("คุณมาลีเรียกเงิน", link=link)
    assert desk.custodian(case) == ids[Role.INTEGRITY]
    return case


def asks(desk, case, account="Uintegrity"):
    desk.presses(account, Button.ASK_IDENTITY, case).says(account, REASON)
    return desk.deliver()


def test_the_custodian_asks_the_palad_agrees_and_the_reporter_is_told_why(desk):
    case = sealed_case(desk)
    asked = asks(desk, case)
    assert REASON in asked["Upalad"]
    assert case.number in asked["Upalad"]
    assert "มาลี" not in asked["Upalad"]
    assert asked[RESIDENT] == ""
    desk.presses("Upalad", Button.AGREE_IDENTITY, case)
    messages = desk.deliver()
    assert NAME in messages["Uintegrity"]
    assert NAME not in messages["Upalad"]
    assert REASON in messages[RESIDENT]
    assert NAME not in desk.heard["Unayok"] + desk.heard["Upalad"]


def test_the_reporter_reads_it_in_the_history_of_their_case(desk):
    case = sealed_case(desk)
    asks(desk, case)
    desk.presses("Upalad", Button.AGREE_IDENTITY, case)
    desk.deliver()
    desk.presses(RESIDENT, Button.SHOW_OWN_CASE, case)
    shown = desk.deliver()[RESIDENT]
    assert "ได้ทราบชื่อ LINE ของท่าน" in shown
    assert REASON in shown


def test_every_step_is_in_the_audit_sealed(desk):
    case = sealed_case(desk)
    asks(desk, case)
    desk.presses("Upalad", Button.AGREE_IDENTITY, case)
    with desk.office.store.read() as tx:
        actions = [one.action for one in tx.audit.of(case.id)]
        notes = tx.connection.scalars(select(tables.audit.c.note)).all()
        rows = tx.connection.execute(select(tables.identity_request)).all()
    assert [one for one in actions if one.startswith("identity")] == [
        *("identity_asked", "identity_shown", "identity_opened", "identity_opened")
    ]
    assert not any(REASON in note for note in notes)
    assert REASON.encode() not in rows[0].reason
    assert VAULT.open(rows[0].reason, f"identity_request:{case.id}").decode() == REASON


def test_a_refusal_opens_nothing(desk):
    case = sealed_case(desk)
    asks(desk, case)
    desk.presses("Upalad", Button.REFUSE_IDENTITY, case)
    desk.presses("Upalad", Button.AGREE_IDENTITY, case)
    messages = desk.deliver()
    assert NAME not in "".join(messages.values())
    assert "ไม่ได้รับความเห็นชอบ" in messages["Uintegrity"]
    assert messages[RESIDENT] == ""


@pytest.mark.parametrize("account", ["Uintegrity", "Unayok", "Ustranger", RESIDENT])
def test_nobody_but_the_second_person_decides(desk, account):
    case = sealed_case(desk)
    asks(desk, case)
    desk.presses(account, Button.AGREE_IDENTITY, case)
    assert NAME not in "".join(desk.deliver().values())


@pytest.mark.parametrize("account", ["Upalad", "Unayok", "Ustranger"])
def test_nobody_but_the_custodian_asks(desk, account):
    case = sealed_case(desk)
    others = {to: words for to, words in asks(desk, case, account).items() if to != account}
    assert REASON not in "".join(others.values())


def test_an_accused_officer_is_never_the_second_person(desk):
    ids = desk.keepers()
    case = desk.complain("ปลัดเรียกเงิน", link=ReporterLink.SEALED)
    assert desk.custodian(case) == ids[Role.INTEGRITY]
    asked = asks(desk, case)
    assert REASON not in asked["Upalad"]
    assert REASON in asked["Unayok"]


def test_a_second_person_who_is_accused_meanwhile_is_not_notified_and_cannot_decide(desk):
    case = sealed_case(desk)
    desk.presses("Uintegrity", Button.ASK_IDENTITY, case).says("Uintegrity", REASON)
    desk.add(case, "ปลัดก็รับเงินด้วย")
    assert case.number not in desk.deliver()["Upalad"]
    desk.presses("Upalad", Button.AGREE_IDENTITY, case)
    assert NAME not in "".join(desk.deliver().values())


def test_a_custodian_who_lost_the_case_gets_no_name(desk):
    case = sealed_case(desk)
    asks(desk, case)
    desk.add(case, "ผู้รับเรื่องร้องเรียนก็รับเงินด้วย คุณอรุณ")
    desk.presses("Upalad", Button.AGREE_IDENTITY, case)
    assert NAME not in "".join(desk.deliver().values())


def test_a_request_ends_after_a_week(desk):
    case = sealed_case(desk)
    asks(desk, case)
    desk.clock.now += 8 * DAY
    desk.presses("Upalad", Button.AGREE_IDENTITY, case)
    assert NAME not in "".join(desk.deliver().values())


def test_a_person_alone_opens_nothing(desk):
    integrity = desk.keepers(Role.INTEGRITY)[Role.INTEGRITY]
    desk.appoint("นางสาวอรุณ รักธรรม", Role.PALAD, account="Usame")
    case = desk.complain("คุณมาลีเรียกเงิน", link=ReporterLink.SEALED)
    assert desk.custodian(case) == integrity
    assert "ไม่มีผู้มีอำนาจคนอื่น" in asks(desk, case)["Uintegrity"]


@pytest.mark.parametrize(
    ("link", "refusal"),
    [(ReporterLink.NONE, "identity_none"), (ReporterLink.NAMED, "identity_known")],
)
def test_there_is_nothing_to_open_without_a_link_or_with_a_name(desk, link, refusal):
    case = sealed_case(desk, link)
    with desk.uow() as uow, pytest.raises(Refused, match=refusal):
        officer = uow.tx.officers.by_line("Uintegrity")
        identity.ask(uow, officer, case.id, REASON)
