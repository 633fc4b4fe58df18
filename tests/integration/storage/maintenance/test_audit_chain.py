"""The audit log is chained, sealed daily and append-only."""

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from storage.cases.audit import Entry
from storage.maintenance import audit_chain
from storage.maintenance.audit_chain import append_new
from storage.maintenance.audit_seals import FILE, note_restore, parse_code, read_file, seal
from storage.maintenance.audit_verify import Fault, verify
from storage.store import open_store
from tests.databases import VAULT, on_postgres
from tests.integration.storage.maintenance.audit_rows import force, found, write
from tests.moments import DAY, NOON


# ------------------------------------------------------------------ appending
def test_rows_are_chained_once_and_verified(store):
    write(store, 5)
    assert append_new(store) == 5
    assert append_new(store) == 0
    verdict = verify(store)
    assert (verdict.rows, verdict.waiting, verdict.faults) == (5, 0, [])


def test_a_long_backlog_is_chained_in_batches(store, monkeypatch):
    monkeypatch.setattr(audit_chain, "BATCH", 3)
    monkeypatch.setattr(audit_chain, "BEHIND", 2)
    write(store, 10)
    assert append_new(store) == 10
    assert verify(store).rows == 10


def test_several_may_append_at_once(store, database_url):
    write(store, 300)
    others = [open_store(database_url, VAULT) for _ in range(3)]
    faults = []

    def run(other):
        try:
            append_new(other)
        except Exception as fault:  # noqa: BLE001 - told below
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(other,)) for other in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for other in others:
        other.close()
    append_new(store)
    assert faults == []
    assert (verify(store).rows, found(store)) == (300, [])


@on_postgres
def test_a_row_that_is_committed_late_is_chained_after_rows_with_higher_ids(store):
    with store.begin() as late:
        early_id = late.audit.add(Entry(NOON, "system", "late", None, None, ""))
        (higher,) = write(store, 1)
        append_new(store)
        assert verify(store).rows == 1
    assert early_id < higher
    assert append_new(store) == 1
    assert (verify(store).rows, found(store)) == (2, [])


def test_a_row_that_was_rolled_back_leaves_a_gap_that_is_no_fault(store):
    write(store, 1)
    with pytest.raises(RuntimeError), store.begin() as tx:
        tx.audit.add(Entry(NOON, "system", "never", None, None, ""))
        raise RuntimeError
    write(store, 1)
    append_new(store)
    assert found(store) == []


# ------------------------------------------------------------------ append-only
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = 'nobody'",
        "UPDATE audit SET at = 0",
        "DELETE FROM audit",
        "UPDATE audit_chain SET digest = ''",
        "DELETE FROM audit_chain",
        "DELETE FROM audit_seal",
        "UPDATE audit_seal SET seq = 1",
    ],
)
def test_the_database_refuses_to_change_or_delete(store, tmp_path, statement):
    write(store, 1)
    seal(store, tmp_path, "2026-11-17", NOON)
    with pytest.raises(DatabaseError, match="append-only"), store.begin() as tx:
        tx.connection.execute(text(statement))
    assert found(store) == []


@on_postgres
def test_postgresql_refuses_to_empty_a_table(store):
    with pytest.raises(DatabaseError, match="append-only"), store.begin() as tx:
        tx.connection.execute(text("TRUNCATE audit CASCADE"))


# ------------------------------------------------------------------ seals
def test_a_day_is_sealed_once_in_the_database_and_in_a_file(store, tmp_path):
    seal(store, tmp_path, "2026-11-17", NOON)
    assert not (tmp_path / FILE).exists()
    for day in range(3):
        write(store, 2)
        for _ in range(2):
            seal(store, tmp_path, f"2026-11-1{7 + day}", NOON + day * DAY)
    assert [(one.day, one.seq) for one in read_file(tmp_path)] == [
        ("2026-11-17", 2),
        ("2026-11-18", 4),
        ("2026-11-19", 6),
    ]
    assert verify(store, read_file(tmp_path)).seals == 6


def test_seals_that_a_restored_backup_does_not_know_do_not_hold_any_more(store, tmp_path):
    write(store, 2)
    seal(store, tmp_path, "2026-11-17", NOON)
    lost = "2026-11-18 9 " + "a" * 64 + f" {(NOON + DAY).isoformat()}\n"
    with (tmp_path / FILE).open("a") as file:
        file.write(lost)
    assert found(store, read_file(tmp_path)) == [(Fault.SEAL, 9)]
    note_restore(tmp_path, NOON, NOON + 2 * DAY)
    assert found(store, read_file(tmp_path)) == []


@pytest.mark.parametrize("code", ["-", "12", "12-zz", "x-" + "a" * 16, "12-" + "a" * 15])
def test_what_is_no_code_is_refused(code):
    with pytest.raises(ValueError, match=code):
        parse_code(code)


# ------------------------------------------------------------------ rows of earlier releases
def old_rows(store, ids):
    values = ", ".join(f"({one}, 1, 'officer:1', 'accept', 'by hand')" for one in ids)
    force(store, f"INSERT INTO audit (id, at, actor, action, note) VALUES {values}")
    force(store, f"UPDATE audit_secret SET unmarked_to = {max(ids)}")


def test_rows_of_an_earlier_release_are_chained_as_they_are_found(store, monkeypatch):
    monkeypatch.setattr(audit_chain, "BATCH", 2)
    old_rows(store, [1, 2, 5, 6, 7])
    if not store.is_sqlite:
        force(store, "SELECT setval(pg_get_serial_sequence('audit', 'id'), 7)")
    write(store, 1)
    assert (verify(store).waiting, found(store)) == (6, [])
    append_new(store)
    assert (verify(store).rows, found(store)) == (6, [])
    force(store, "UPDATE audit SET note = 'by another hand' WHERE id = 5")
    force(store, "INSERT INTO audit (id, at, actor, action, note) VALUES (3, 1, 'x', 'y', '')")
    assert found(store) == [(Fault.INSERTED, 3), (Fault.NOTE_CHANGED, 5)]
    append_new(store, since=0)
    assert found(store) == [(Fault.INSERTED, 3), (Fault.NOTE_CHANGED, 5)]
