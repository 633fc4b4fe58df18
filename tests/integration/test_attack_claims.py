"""Attacks by an officer who took a case that was typed at the office with its receipt code, before it was sealed."""

import pytest

from domain.cases.origin import Origin, Source
from domain.organisation.officers import Role
from handlers.core.buttons import Button
from handlers.usecases import case_filing, conduct, sealing
from handlers.usecases.case_filing import NewComplaint
from handlers.usecases.doors import claims
from tests.integration.staff_office import RESIDENT, sees_nothing

QUESTION = "ใครเป็นคนเก็บเงินคะ"


@pytest.fixture
def town(desk):
    """The custodians, and two officers of one section; one of them has typed a case at the counter."""
    desk.ids = desk.keepers()
    desk.ids["Uchang"] = desk.appoint("ช่างเอก", Role.OFFICER, "engineering", account="Uchang")
    desk.ids["Uhead"] = desk.appoint("หัวหน้า ช่าง", Role.HEAD, "engineering", account="Uhead")
    with desk.uow() as uow:
        origin = Origin(Source.COUNTER, filed_by=desk.ids["Uchang"])
        new = NewComplaint("road", "คนที่มาเก็บเงินไม่ให้ใบเสร็จ", origin=origin)
        desk.case = case_filing.file(uow, "", new, "typed")
        desk.code = conduct.new_code()
        uow.tx.identities.store_code(desk.case.id, desk.code)
    return desk


def takes(desk, account):
    with desk.uow() as uow:
        uow.tx.people.ensure(account, uow.now)
        claims.by_code(uow, account, desk.code)


def seals(desk, account):
    with desk.uow() as uow:
        return sealing.seal(uow, uow.tx.officers.by_line(account), desk.case.id)


@pytest.mark.parametrize(
    ("account", "sealed_by"),
    [("Uchang", "Uhead"), ("Uhead", "Uchang"), ("Ugone", "Uhead")],
    ids=["typist", "head", "removed"],
)
def test_an_officer_who_took_a_case_does_not_follow_it_once_it_is_sealed(town, account, sealed_by):
    """A head, too, can have the code: they may issue a new receipt of a case that was typed in their section."""
    if account == "Ugone":
        town.remove(town.appoint("ช่างโท", Role.OFFICER, "engineering", account="Ugone"))
    takes(town, account)
    town.deliver()
    town.heard.clear()
    sealed = seals(town, sealed_by)
    town.presses("Uintegrity", Button.ASK, sealed).says("Uintegrity", QUESTION)
    town.presses("Uintegrity", Button.ACCEPT, sealed)
    town.says(account, "ติดตามเรื่อง").presses(account, Button.SHOW_OWN_CASE, sealed)
    shown = sees_nothing(town, account, sealed, QUESTION)
    assert sealed.number not in shown


def test_a_resident_who_took_their_case_follows_it_after_it_was_sealed(town):
    takes(town, RESIDENT)
    sealed = seals(town, "Uhead")
    assert sealed.number in town.deliver()[RESIDENT]
    assert sealed.number in town.reads(RESIDENT, "ติดตามเรื่อง")
