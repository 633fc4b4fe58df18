"""An office moves from SQLite to PostgreSQL completely, verified as equal, or not at all."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, insert, inspect, select, text

from domain.organisation.officers import Role
from handlers.usecases import case_filing, officers
from handlers.usecases.case_filing import NewComplaint
from storage.cases.complaint_statements import CASE_IDS
from storage.db.column_types import metadata
from storage.db.process_lock import lock_database
from storage.maintenance.audit_chain import append_new
from storage.maintenance.audit_verify import verify
from storage.recovery import move as moving
from storage.recovery.move import MoveError, move
from storage.store import Store, open_store
from storage.tables import counter
from tests.databases import VAULT, empty_database, on_sqlite
from tests.moments import NOON

pytestmark = on_sqlite


@pytest.fixture
def target(tmp_path, request) -> Iterator[Store]:
    with empty_database("postgresql", tmp_path, request) as url:
        store = open_store(url, VAULT)
        yield store
        store.close()


def counts(store):
    with store.read() as tx:
        return {
            table.name: tx.connection.scalar(select(func.count()).select_from(table))
            for table in metadata.sorted_tables
        }


def test_every_row_is_there_and_equal(lived_in, target):
    append_new(lived_in)
    copied = move(lived_in, target)
    assert {one.table for one in copied} == set(metadata.tables)
    assert {one.table: one.rows for one in copied} == counts(lived_in) == counts(target)
    assert {one.table for one in copied if one.rows} >= {"complaint", "audit", "inbox", "outbox"}
    assert verify(target).faults == []


def test_the_office_goes_on_where_it_was(office, lived_in, target, settings):
    with office.uow(NOON) as uow:
        officers.add(uow, "ช่าง", Role.OFFICER, "engineering")
        uow.tx.connection.execute(insert(counter).values(name=CASE_IDS, value=1007))
    move(lived_in, target)
    there = replace(office, store=target)
    with there.uow(NOON) as uow:
        case = case_filing.file(uow, "Usomsri", NewComplaint("road", "ถนนพัง"), "draft-2")
        assert (case.id, case.number.split("-")[2]) == (1008, "000002")
        assert uow.tx.all_cases.get(1).detail == "ไฟถนนหน้าวัดดับมาสามวันแล้ว"
        assert [one.id for one in uow.tx.all_cases.of_reporter("Usomsri", 10)] == [1008, 1]
        found = select(text("complaint_id")).select_from(text("case_words"))
        grams = text("grams @> ARRAY['ไฟถ']")
        assert uow.tx.connection.scalars(found.where(grams)).all() == [1]
    append_new(target)
    assert verify(target).faults == []


def test_a_target_with_rows_is_refused(lived_in, target):
    move(lived_in, target)
    before = counts(target)
    with pytest.raises(MoveError, match="has rows in"):
        move(lived_in, target)
    assert counts(target) == before


def test_a_target_of_another_program_is_refused(lived_in, target):
    with target.begin() as tx:
        tx.connection.execute(text("CREATE TABLE song (title text)"))
    with pytest.raises(MoveError, match="another program"):
        move(lived_in, target)
    assert inspect(target.engine).get_table_names() == ["song"]


def test_a_move_that_fails_leaves_no_row_and_can_be_done_again(lived_in, target):
    with lived_in.begin() as tx:
        tx.connection.execute(text("UPDATE complaint SET detail = 'a' || char(0)"))
    with pytest.raises(Exception, match=r"(?i)nul|0x00"):
        move(lived_in, target)
    assert sum(counts(target).values()) == 1
    with lived_in.begin() as tx:
        tx.connection.execute(text("UPDATE complaint SET detail = 'mended'"))
    assert move(lived_in, target)
    assert counts(target) == counts(lived_in)


def test_a_difference_undoes_the_move(lived_in, target, monkeypatch):
    batches = moving._batches

    def lossy(connection, table):
        for batch in batches(connection, table):
            yield batch[1:] if connection.dialect.name == "postgresql" else batch

    monkeypatch.setattr(moving, "_batches", lossy)
    with pytest.raises(MoveError, match="differs"):
        move(lived_in, target)
    assert sum(counts(target).values()) == 1


def test_only_from_sqlite_to_postgresql(lived_in, target):
    for source, other in ((target, lived_in), (lived_in, lived_in)):
        with pytest.raises(MoveError, match="from SQLite"):
            move(source, other)


# ------------------------------------------------------------------ as it is typed
def test_it_is_reported_in_total_because_a_table_tells_of_staff_complaints(lived_in, typed, target):
    total = sum(counts(lived_in).values())
    url = target.engine.url.render_as_string(hide_password=False)
    code, lines = typed("move", url)
    assert code == 0, lines
    assert len(lines) == 2
    assert f"{total} rows in {len(metadata.tables)} tables" in lines[0]
    code, lines = typed("move", url)
    assert (code, len(lines)) == (1, 1)
    assert lines[0].startswith("Nothing was moved: the target has rows in")


def test_a_running_bot_is_not_moved(typed, target, settings):
    with lock_database(settings.database_url):
        code, lines = typed("move", target.engine.url.render_as_string(hide_password=False))
    assert (code, len(lines)) == (1, 1)
    assert "Another bot is running" in lines[0]
    assert inspect(target.engine).get_table_names() == []


@pytest.mark.parametrize("url", ["garbage", "postgresql://u:secret-word@127.0.0.1:9/x"])
def test_a_target_that_is_not_there(typed, url):
    code, lines = typed("move", url)
    assert (code, len(lines)) == (1, 1)
    assert "secret-word" not in lines[0]
