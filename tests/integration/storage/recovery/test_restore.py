"""What was backed up comes back to the last byte, over nothing that is there, and else not at all."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import storage.recovery.restore as restoring
from handlers.usecases import case_filing
from handlers.usecases.case_filing import NewComplaint
from storage.cases.complaint_statements import CASE_IDS, FIRST_STAFF_ID
from storage.db.column_types import metadata
from storage.migrate import SCRIPTS, Fit, UnfitSchemaError, ensure_fit, fit, migrate
from storage.recovery import postgres_client
from storage.recovery.after_restore import NUMBERS_SKIPPED
from storage.recovery.archive import opened_archive, write_archive
from storage.recovery.backup import back_up
from storage.recovery.postgres_client import PostgresClientError
from storage.recovery.restore import NotEmptyError, WrongBackupError
from storage.sealed.files import EncryptedFiles
from storage.store import open_store
from tests.databases import VAULT, empty_database, on_postgres, on_sqlite
from tests.integration.storage.recovery.office import (
    KEY,
    PHOTO,
    STORY,
    Place,
    keep_photo,
    room_for,
    rows,
)
from tests.moments import NOON

ADDED_TO = {"job_run", "counter"}
"""Tables in which a restore notes what it is, and what it leaves out."""
RESUMED = {"outbox", "task"}
"""Tables whose rows are not to go on as they were: tests/integration/storage/recovery/test_resuming.py."""


def tables():
    return [table.name for table in metadata.sorted_tables] + ["alembic_version"]


def test_every_row_and_every_byte_is_there_again(lived_in, files, archive, place):
    about = place.restore(archive)
    assert (about.files, about.lost, about.database) == (2, 0, lived_in.engine.dialect.name)
    with place.store() as restored:
        for table in set(tables()) - RESUMED - ADDED_TO:
            assert rows(restored, table) == rows(lived_in, table), table
        for table in RESUMED:
            assert len(rows(restored, table)) == len(rows(lived_in, table)) > 0, table
        with restored.read() as tx:
            case = tx.complaints.of_reporter("Usomsri", 1)[0]
            assert case.detail == STORY
            names = sorted(tx.attachments.files())
    kept = {path.name: path.read_bytes() for path in files.folder.rglob("*") if path.is_file()}
    found = {p.name: p.read_bytes() for p in place.folder.rglob("*") if p.is_file()}
    assert sorted(found) == names
    assert found == kept
    assert PHOTO in [EncryptedFiles(place.folder, VAULT).read(name) for name in names]


def test_what_comes_after_the_moment_is_not_in_it_and_nothing_is_in_half(
    lived_in, files, archive, place
):
    with lived_in.begin() as tx:
        keep_photo(tx, files, "M3", b"later")
    assert place.restore(archive).files == 2


def test_a_full_disk_restores_nothing(archive, place):
    whole = archive.stat().st_size
    for size in (1_000, whole // 2):
        with room_for(size), pytest.raises((OSError, PostgresClientError)):
            place.restore(archive)
        assert place.is_empty()
    assert place.restore(archive).files == 2


def test_a_fault_in_the_last_step_restores_nothing(archive, place, monkeypatch):
    def fail(*_):
        raise RuntimeError("at the last step")

    with monkeypatch.context() as broken:
        broken.setattr(restoring, "resume", fail)
        with pytest.raises(RuntimeError):
            place.restore(archive)
    assert place.is_empty()
    assert place.restore(archive).files == 2


@on_postgres
def test_no_process_starts_on_a_dump_that_was_loaded_and_not_made_ready(archive, place, tmp_path):
    clear = tmp_path / "clear"
    clear.mkdir()
    with opened_archive(archive, [KEY], clear) as members:
        (clear / "dump").write_bytes(
            next(content.read() for name, content in members if name == "database")
        )
    with place.store() as store:
        postgres_client.load(store.engine, clear / "dump")
        assert rows(store, "complaint") != []
        with pytest.raises(UnfitSchemaError):
            ensure_fit(store.engine)


def test_nothing_is_restored_over_a_database(archive, place, lived_in):
    place.restore(archive)
    shutil.rmtree(place.folder)
    with place.store() as before:
        there = rows(before, "complaint")
    with pytest.raises(NotEmptyError):
        place.restore(archive)
    with place.store() as after:
        assert rows(after, "complaint") == there


def test_nothing_is_restored_over_files(archive, place):
    place.folder.mkdir()
    (place.folder / "mine").write_bytes(b"mine")
    with pytest.raises(NotEmptyError):
        place.restore(archive)
    assert (place.folder / "mine").read_bytes() == b"mine"


@on_sqlite
def test_nothing_is_restored_beside_the_log_of_another_database(archive, place):
    stray = Path(place.url.removeprefix("sqlite:///") + "-wal")
    stray.write_bytes(b"of another")
    with pytest.raises(NotEmptyError):
        place.restore(archive)


def made_up(tmp_path, **facts):
    """A sound archive that says something else of itself."""
    about = {
        "form": 1,
        "made_at": NOON.isoformat(),
        "database": "sqlite",
        "schema": "schema_0001",
        "files": 0,
        "lost": 0,
    }
    (tmp_path / "about").write_text(json.dumps(about | facts))
    write_archive(tmp_path / "made-up.age", [("about.json", tmp_path / "about")], KEY)
    return tmp_path / "made-up.age"


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ({"form": 2}, "another form"),
        ({"schema": "schema_9999_from_9999"}, "newer release"),
        ({"schema": "0003_from_0001"}, "before the first release"),
        ({"database": "oracle"}, "database of oracle"),
    ],
)
def test_a_backup_that_does_not_belong_here_says_why(kind, place, tmp_path, facts, word):
    with pytest.raises(WrongBackupError, match=word):
        place.restore(made_up(tmp_path, **{"database": kind, **facts}))
    assert place.is_empty()


def test_no_name_in_an_archive_leads_out_of_the_folder(kind, place, tmp_path):
    made_up(tmp_path, database=kind)
    for name in ("files/../../escaped", "/escaped", f"files/{'a' * 32}/escaped"):
        write_archive(
            tmp_path / "evil.age",
            [("about.json", tmp_path / "about"), (name, tmp_path / "about")],
            KEY,
        )
        with pytest.raises(WrongBackupError):
            place.restore(tmp_path / "evil.age")
    assert place.is_empty()


def test_a_backup_of_an_older_schema_is_brought_up(place, tmp_path, files, empty_database_url):
    first = tmp_path / "migrations"
    shutil.copytree(
        SCRIPTS, first, ignore=shutil.ignore_patterns("000[2-9]*", "001*", "__pycache__")
    )
    store = open_store(empty_database_url, VAULT)
    migrate(store.engine, first)
    with store.begin() as tx:
        tx.people.ensure("Usomsri", NOON)
    # The release of that time made it.
    back_up(store, files, tmp_path / "older.age", KEY, NOON)
    store.close()
    place.restore(tmp_path / "older.age")
    with place.store() as restored:
        assert fit(restored.engine) is Fit.CURRENT
        with restored.read() as tx:
            assert tx.people.find("Usomsri") is not None


def test_case_numbers_of_the_lost_days_are_not_given_again(lived_in, archive, place):
    place.restore(archive)
    with place.store() as restored:
        before, after = (dict(rows(store, "counter")) for store in (lived_in, restored))
    after.pop(CASE_IDS, None)
    assert after == {name: value + NUMBERS_SKIPPED for name, value in before.items()}


def files_case(office, store, draft):
    """The id of a case that somebody files in the office of this database."""
    with replace(office, store=store).uow(NOON) as uow:
        return case_filing.file(uow, "Udaeng", NewComplaint("light", STORY), draft).id


def test_a_button_on_a_case_of_the_lost_days_leads_to_no_other_case(
    office, lived_in, archive, place
):
    newest = max(row[0] for row in rows(lived_in, "complaint") if row[0] < FIRST_STAFF_ID)
    place.restore(archive)
    with place.store() as restored:
        ids = [files_case(office, restored, f"later-{number}") for number in range(3)]
        assert ids == [newest + NUMBERS_SKIPPED + number for number in (1, 2, 3)]


def test_a_second_restore_leaves_out_as_many_ids_again(
    office, lived_in, archive, place, tmp_path, kind, request
):
    newest = max(row[0] for row in rows(lived_in, "complaint") if row[0] < FIRST_STAFF_ID)
    place.restore(archive)
    with place.store() as restored:
        back_up(restored, EncryptedFiles(place.folder, VAULT), tmp_path / "again.age", KEY, NOON)
    (tmp_path / "newer").mkdir()
    with empty_database(kind, tmp_path / "newer", request) as url:
        second = Place(url, tmp_path / "newer" / "data" / "attachments")
        second.folder.parent.mkdir()
        second.restore(tmp_path / "again.age")
        with second.store() as restored:
            assert files_case(office, restored, "later") == newest + 2 * NUMBERS_SKIPPED + 1
