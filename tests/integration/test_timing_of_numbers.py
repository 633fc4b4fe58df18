"""Looking up the number of a staff complaint, of another person's case and of no case takes the same work."""

from collections import Counter
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from bot.event_writer import EventWriter
from bot.runtime.flask_app import create_app
from domain.cases import permission as domain_permission
from domain.cases.conduct import Conduct, ReporterLink
from domain.cases.lifecycle import Act, Action
from domain.errors import Refused
from domain.organisation.officers import DEPARTMENTAL, Role
from handlers.access import work_list
from handlers.core.signed_urls import SignedUrls
from handlers.usecases import case_filing, complaints, conduct, officers
from handlers.usecases.case_filing import NewComplaint
from storage.cases.attachments import AttachmentKind, Moment
from storage.sealed.vault import Vault
from tests.line_bodies import BOONMEE, SOMSRI
from tests.moments import NOON


@pytest.fixture
def numbers(office):
    """The numbers of a staff complaint and of an ordinary case, both of SOMSRI, and of no case."""
    with office.uow(NOON) as uow:
        officers.add(uow, "อรุณ", Role.INTEGRITY, None)
        about = Conduct(ReporterLink.SEALED, who="ไม่ทราบ")
        new = NewComplaint(conduct.category_of(uow), "เรียกเงิน")
        staff, _ = conduct.file(uow, SOMSRI, new, about, "staff")
        lamp = case_filing.file(uow, SOMSRI, NewComplaint("light", "ไฟดับ"), "lamp")
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


def test_an_officer_who_may_read_none_of_them_gets_the_same_answer(office, numbers, monkeypatch):
    with office.uow(NOON) as uow:
        clerk, _ = officers.add(uow, "การเงิน", Role.OFFICER, "finance")
    opened = []
    monkeypatch.setattr(Vault, "open", lambda *_: opened.append(1))
    for number in numbers:
        with office.uow(NOON) as uow, pytest.raises(Refused, match="not_found"):
            work_list.seen_by_number(uow, clerk, number)
    assert opened == []


@contextmanager
def work(office, monkeypatch):
    """Counts the queries, decryptions and comparisons of signatures."""
    done = Counter()
    unseal = Vault.open
    monkeypatch.setattr(Vault, "open", lambda *a: done.update(["decrypted"]) or unseal(*a))
    compare = SignedUrls.is_signed
    monkeypatch.setattr(
        SignedUrls, "is_signed", lambda *a: done.update(["compared"]) or compare(*a)
    )

    def asked(_connection, _cursor, statement, *_more):
        # Settings are looked up once a second, whatever is asked.
        if "office_change" not in statement:
            done[" ".join(statement.split()[:40])] += 1

    event.listen(office.store.engine, "before_cursor_execute", asked)
    yield done
    event.remove(office.store.engine, "before_cursor_execute", asked)


def ids_of(office, numbers):
    """Return the ids of these cases; the id of no case for a number that does not exist."""
    with office.store.read() as tx:
        found = [tx.all_cases.by_number(number) for number in numbers]
    return [case.id if case else 999 for case in found]


@pytest.fixture
def ids(office, numbers):
    return ids_of(office, numbers)


def spent(office, monkeypatch, ask, ids):
    """Return the work of each lookup."""
    found = []
    for one in ids:
        with monkeypatch.context() as patch, work(office, patch) as done:
            ask(one)
        found.append(done)
    return found


@pytest.mark.parametrize("role", Role)
def test_an_id_costs_an_officer_the_same_work(office, ids, monkeypatch, role):
    section = "finance" if role in DEPARTMENTAL else None
    with office.uow(NOON) as uow:
        officer, _ = officers.add(uow, "คนหนึ่ง", role, section)
        # Roles that read the ordinary case get no error for it.
        reads = domain_permission.may_see(officer, uow.tx.complaints.get(ids[1]))

    def ask(one):
        with office.read_only_uow(NOON) as uow, pytest.raises(Refused, match="not_found"):
            work_list.seen_by(uow, officer, one)

    hidden = [ids[0], 999] if reads else ids
    first, *others = spent(office, monkeypatch, ask, hidden)
    assert others == [first] * len(others)
    assert first["decrypted"] == 0


def test_an_id_costs_a_resident_the_same_work(office, ids, monkeypatch):
    def ask(one):
        with office.read_only_uow(NOON) as uow, pytest.raises(Refused, match="not_found"):
            work_list.own(uow, BOONMEE, one)

    first, *others = spent(office, monkeypatch, ask, ids)
    assert others == [first] * 2
    assert first["decrypted"] == 0


@pytest.mark.parametrize("act", list(Action))
def test_a_forged_act_costs_the_same_work(office, ids, monkeypatch, act):
    with office.uow(NOON) as uow:
        clerk, _ = officers.add(uow, "การเงิน", Role.OFFICER, "finance")

    def ask(one):
        with office.uow(NOON) as uow, pytest.raises(Refused, match="not_found"):
            complaints.officer_acts(uow, clerk, one, Act(act, note="x"))

    first, other = spent(office, monkeypatch, ask, [ids[0], 999])
    assert first == other
    assert first["decrypted"] == 0


@pytest.mark.parametrize("address", ["/case/{}-{}", "/photos/{}-{}.jpg", "/files/{}-{}"])
def test_a_guessed_address_costs_the_same_work(office, settings, clock, ids, monkeypatch, address):
    with office.store.begin() as tx:
        keys = [
            tx.attachments.request(f"M{one}", "draft:x", AttachmentKind.IMAGE, Moment.BEFORE, NOON)
            for one in ids[:2]
        ]
        for key, one in zip(keys, ids, strict=False):
            tx.attachments.assign_to_case([key], "draft:x", one, Moment.BEFORE)
    event_writer = EventWriter(office.store, clock)
    client = create_app(settings, office, event_writer, clock).test_client()

    def ask(one):
        assert client.get(address.format(one, "0" * 32)).status_code == 404

    asked = ids if address.startswith("/case") else [*keys, 999]
    first, *others = spent(office, monkeypatch, ask, asked)
    event_writer.close()
    assert others == [first] * 2
    assert first["decrypted"] == 0
