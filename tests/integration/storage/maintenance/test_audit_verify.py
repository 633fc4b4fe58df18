"""Verification names every changed, removed or inserted row of the audit log, and no permitted change."""

from dataclasses import replace

import pytest

from domain.cases.complaint import Status
from domain.cases.conduct import Conduct, ReporterLink
from domain.organisation.officers import Role
from handlers.usecases import case_filing, conduct, joined_cases, officers, retention, sealing
from handlers.usecases.case_filing import NewComplaint
from handlers.usecases.corrections.in_case import UNSEND, record
from storage.cases.audit import Entry
from storage.cases.reporter_notes import AUDIT_NOTE
from storage.cases.sealing import Sealing
from storage.maintenance.audit_chain import append_new
from storage.maintenance.audit_seals import parse_code, read_file, seal
from storage.maintenance.audit_verify import ACCEPTED, Fault, verify
from storage.maintenance.key_rotation import rewrap_all
from storage.sealed.vault import UnreadableError, Vault
from storage.store import open_store
from tests.integration.storage.maintenance.audit_rows import force, found, write
from tests.moments import DAY, NOON

OLD, NEW = bytes(32), bytes(range(32))


@pytest.fixture
def case(office):
    with office.uow(NOON) as uow:
        return case_filing.file(uow, "Usomsri", NewComplaint("light", "ไฟดับ"), "draft-1")


# ------------------------------------------------------------------ what is detected
@pytest.mark.parametrize("chained", [True, False])
@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit SET actor = 'officer:9' WHERE id = 2", Fault.CHANGED),
        ("UPDATE audit SET at = at + 1 WHERE id = 2", Fault.CHANGED),
        ("UPDATE audit SET note = 'another' WHERE id = 2", Fault.NOTE_CHANGED),
        ("UPDATE audit SET note = '' WHERE id = 2", Fault.NOTE_CHANGED),
    ],
)
def test_a_changed_row_is_named(store, statement, fault, chained):
    write(store, 4)
    if chained:
        append_new(store)
    force(store, statement)
    assert found(store) == [(fault if chained else Fault.INSERTED, 2)]
    append_new(store)
    assert found(store)[0][1] == 2


@pytest.mark.parametrize("row", [1, 3, 4])
def test_a_removed_row_is_named(store, row):
    write(store, 4)
    append_new(store)
    force(store, f"DELETE FROM audit WHERE id = {row}")
    assert found(store) == [(Fault.REMOVED, row)]


@pytest.mark.parametrize("chained", [True, False])
@pytest.mark.parametrize("row", [-1, 3, 9])
def test_an_inserted_row_is_named(store, row, chained):
    write(store, 2)
    append_new(store)
    values = f"{row}, 1, 'officer:1', 'accept', ''"
    force(store, f"INSERT INTO audit (id, at, actor, action, note) VALUES ({values})")
    if chained:
        append_new(store, since=-5)
    assert found(store) == [(Fault.INSERTED, row)]


def test_a_copy_of_a_row_is_named(store):
    write(store, 2)
    append_new(store)
    force(
        store,
        "INSERT INTO audit (id, at, actor, action, note, mark)"
        " SELECT 7, at, actor, action, note, mark FROM audit WHERE id = 1",
    )
    append_new(store)
    assert found(store) == [(Fault.INSERTED, 7)]


def test_two_rows_that_changed_places_are_named(store):
    write(store, 2)
    append_new(store)
    force(store, "UPDATE audit SET id = 3 - id + 10 WHERE id < 3")
    force(store, "UPDATE audit SET id = id - 10 WHERE id > 3")
    assert {row for _, row in found(store)} == {1, 2}


def test_a_row_removed_with_its_entry_leaves_a_gap(store):
    write(store, 4)
    append_new(store)
    force(store, "DELETE FROM audit_chain WHERE seq = 2")
    force(store, "DELETE FROM audit WHERE id = 2")
    assert (Fault.GAP, 2) in found(store)


def test_a_chain_cut_at_its_end_does_not_fit_the_seal_outside(store, tmp_path):
    write(store, 4)
    seal(store, tmp_path, "2026-11-17", NOON)
    for table, key in (("audit_seal", "seq"), ("audit_chain", "seq"), ("audit", "id")):
        force(store, f"DELETE FROM {table} WHERE {key} >= 4")
    assert found(store) == []
    assert found(store, read_file(tmp_path)) == [(Fault.SEAL, 4)]


def test_a_chain_made_anew_does_not_fit_the_seal_outside_nor_the_code_of_the_month(store, tmp_path):
    write(store, 3)
    seal(store, tmp_path, "2026-11-17", NOON)
    (kept,) = read_file(tmp_path)
    assert found(store, [kept, parse_code(kept.code)]) == []
    for table in ("audit_seal", "audit_chain"):
        force(store, f"DELETE FROM {table}")
    append_new(store)
    assert found(store) == []
    force(store, "DELETE FROM audit_chain")
    force(
        store,
        "UPDATE audit_secret SET secret = x''"
        if store.is_sqlite
        else "UPDATE audit_secret SET secret = ''",
    )
    append_new(store)
    assert found(store) == []
    assert (Fault.SEAL, 3) in found(store, [kept])
    assert (Fault.SEAL, 3) in found(store, [parse_code(kept.code)])


def test_what_an_office_accepts_is_reported_and_is_no_fault_any_more(store):
    write(store, 2)
    append_new(store)
    force(store, "INSERT INTO audit (id, at, actor, action, note) VALUES (5, 1, 'system', 'x', '')")
    force(
        store,
        f"INSERT INTO audit (id, at, actor, action, note) VALUES (6, 1, 'x', '{ACCEPTED}', '5 me')",
    )
    assert found(store) == [(Fault.INSERTED, 5), (Fault.INSERTED, 6)]
    for one in verify(store).faults:
        with store.begin() as tx:
            note = f"{one.acceptance} an old release"
            tx.audit.add(Entry(NOON, "system", ACCEPTED, None, None, note))
    append_new(store)
    verdict = verify(store)
    assert verdict.faults == []
    assert [(one.row, one.accepted) for one in verdict.findings] == [
        (5, "an old release"),
        (6, "an old release"),
    ]


@pytest.mark.parametrize("chained", [True, False])
def test_a_limit_that_somebody_moves_hides_no_inserted_row(store, chained):
    write(store, 2)
    append_new(store)
    force(store, "UPDATE audit_secret SET unmarked_to = 100000")
    force(
        store, "INSERT INTO audit (id, at, actor, action, note) VALUES (9, 1, 'officer:1', 'x', '')"
    )
    if chained:
        append_new(store)
    assert found(store) == [(Fault.INSERTED, 9)]


def test_rows_from_before_the_marks_are_counted(store):
    force(store, "INSERT INTO audit (at, actor, action, note) VALUES (1, 'officer:1', 'x', '')")
    force(store, "UPDATE audit_secret SET unmarked_to = 1")
    write(store, 1)
    append_new(store)
    verdict = verify(store)
    assert (verdict.faults, verdict.unmarked, verdict.rows) == ([], 1, 2)


def test_a_mark_that_was_taken_away_is_named(store):
    write(store, 3)
    append_new(store)
    force(store, "UPDATE audit SET mark = NULL WHERE id = 2")
    assert found(store) == [(Fault.CHANGED, 2)]


def test_a_key_that_was_emptied_is_named(store):
    write(store, 2)
    append_new(store)
    empty = "x''" if store.is_sqlite else "''"
    force(store, f"UPDATE audit_secret SET secret = {empty}")
    assert found(store) == [(Fault.GAP, 1)]


def test_an_acceptance_of_an_earlier_release_still_holds(store):
    write(store, 2)
    append_new(store)
    force(store, "UPDATE audit SET actor = 'officer:9' WHERE id = 1")
    with store.begin() as tx:
        tx.audit.add(Entry(NOON, "system", ACCEPTED, None, None, "1 an old release"))
    append_new(store)
    assert found(store) == []


def test_an_acceptance_of_before_the_row_accepts_nothing(store):
    write(store, 2)
    with store.begin() as tx:
        tx.audit.add(Entry(NOON, "system", ACCEPTED, None, None, "9 in advance"))
    append_new(store)
    force(
        store, "INSERT INTO audit (id, at, actor, action, note) VALUES (9, 1, 'officer:1', 'x', '')"
    )
    assert found(store) == [(Fault.INSERTED, 9)]


# ------------------------------------------------------------------ what is permitted
@pytest.mark.parametrize("chained", [True, False])
def test_a_note_that_its_reporter_takes_back_is_no_fault(office, case, chained):
    store = office.store
    (row,) = write(store, 1, case=case)
    if chained:
        append_new(store)
    with office.uow(NOON) as uow:
        uow.tx.reporter_notes.save(AUDIT_NOTE, row, "…", case)
        record(uow, case.id, UNSEND)
    assert found(store) == []
    append_new(store)
    assert found(store) == []
    force(store, f"UPDATE audit SET note = 'a third' WHERE id = {row}")
    assert found(store) == [(Fault.NOTE_CHANGED, row)]


@pytest.mark.parametrize("chained", [True, False])
def test_a_case_that_is_forgotten_leaves_the_chain_whole(office, case, chained):
    store = office.store
    write(store, 2, case=case)
    if chained:
        append_new(store)
    with office.uow(NOON) as uow:
        uow.tx.complaints.save(replace(case, status=Status.WITHDRAWN, ended_at=NOON))
    with office.uow(NOON + 20 * 366 * DAY) as uow:
        assert retention.forget_old_cases(uow) == 1
        assert [entry.note for entry in uow.tx.audit.of(case.id) if entry.note] == []
    assert found(store) == []
    append_new(store)
    assert found(store) == []


def test_a_case_that_is_sealed_leaves_the_chain_whole(office, case):
    write(office.store, 2, case=case)
    append_new(office.store)
    with office.uow(NOON) as uow:
        uow.tx.complaints.save(replace(case, restricted=True))
        Sealing(uow.tx.connection, uow.tx.vault).seal(case.id)
    assert found(office.store) == []


@pytest.mark.parametrize("chained", [True, False])
def test_a_case_joined_to_one_that_is_sealed_leaves_the_chain_whole(office, case, chained):
    """Its history loses the number of the sealed case."""
    with office.uow(NOON) as uow:
        head, _ = officers.add(uow, "หัวหน้า ช่าง", Role.HEAD, "engineering")
        other = case_filing.file(uow, "Udaeng", NewComplaint("light", "ไฟดับ"), "draft-2")
        joined_cases.join(uow, head, other.id, case.id)
    if chained:
        append_new(office.store)
    with office.uow(NOON) as uow:
        sealing.seal(uow, head, case.id)
    with office.uow(NOON) as uow:
        assert case.number not in str(uow.tx.audit.of(other.id))
    assert found(office.store) == []
    append_new(office.store)
    assert found(office.store) == []


def test_a_new_secret_key_leaves_the_chain_whole(office, database_url):
    with office.uow(NOON) as uow:
        filed, _ = conduct.file(
            uow,
            "Usomsri",
            NewComplaint("corruption", "เรียกรับเงิน"),
            Conduct(ReporterLink.SEALED, who="ชายใส่แว่น"),
            "draft-1",
        )
        uow.tx.audit.add(Entry(NOON, "system", "note", None, None, "a secret"), filed)
    append_new(office.store)
    both = open_store(database_url, Vault([NEW, OLD]))
    rewrap_all(both, NOON)
    append_new(both)
    both.close()
    new_key_only = open_store(database_url, Vault([NEW]))
    assert found(new_key_only) == []
    write(new_key_only, 1)
    append_new(new_key_only)
    verdict = verify(new_key_only)
    assert (verdict.faults, verdict.waiting) == ([], 0)
    new_key_only.close()
    wrong = open_store(database_url, Vault([bytes(range(1, 33))]))
    with pytest.raises(UnreadableError):
        verify(wrong)
    wrong.close()
