"""A number of a staff complaint, one that is not one's own and one that does not exist are looked up alike."""

import pytest

from domain.cases.conduct import Conduct, ReporterLink
from domain.errors import Refused
from domain.organisation.officers import Role
from handlers.access import work_list
from handlers.usecases import complaints, conduct, officers
from handlers.usecases.complaints import NewComplaint
from storage.sealed.vault import Vault
from tests.line_bodies import BOONMEE, SOMSRI
from tests.moments import NOON


@pytest.fixture
def numbers(office):
    """The numbers of a staff complaint, of an ordinary case, both of SOMSRI, and one of nothing."""
    with office.uow(NOON) as uow:
        officers.add(uow, "อรุณ", Role.INTEGRITY, None)
        about = Conduct(ReporterLink.SEALED, who="ไม่ทราบ")
        new = NewComplaint(conduct.category_of(uow), "เรียกเงิน")
        staff, _ = conduct.file(uow, SOMSRI, new, about, "staff")
        lamp = complaints.file(uow, SOMSRI, NewComplaint("light", "ไฟดับ"), "lamp")
    return staff.number, lamp.number, "นว-2570-000777-0"


def test_nothing_of_another_s_case_is_decrypted(office, numbers, monkeypatch):
    opened = []
    monkeypatch.setattr(Vault, "open", lambda *_: opened.append(1))
    with office.store.begin() as tx:
        statements = []
        execute = tx.connection.execute
        monkeypatch.setattr(
            tx.connection, "execute", lambda *a, **k: statements.append(1) or execute(*a, **k)
        )
        spent = []
        for number in numbers:
            statements.clear()
            assert tx.all_cases.own_with_number(BOONMEE, number) is None
            spent.append(len(statements))
    assert (opened, len(set(spent))) == ([], 1)


def test_an_officer_who_may_read_none_of_them_is_told_the_same(office, numbers, monkeypatch):
    with office.uow(NOON) as uow:
        clerk, _ = officers.add(uow, "การเงิน", Role.OFFICER, "finance")
    opened = []
    monkeypatch.setattr(Vault, "open", lambda *_: opened.append(1))
    for number in numbers:
        with office.uow(NOON) as uow, pytest.raises(Refused, match="not_found"):
            work_list.seen_by_number(uow, clerk, number)
    assert opened == []
