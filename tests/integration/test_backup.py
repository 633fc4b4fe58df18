"""What is backed up comes back to the last byte, and what is broken, foreign or unwelcome not at all."""

import json
import os
import resource
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

import storage.restore as restoring
from handlers import complaints
from handlers.complaints import NewComplaint
from storage import postgres_client
from storage.archive import UnreadableArchiveError, opened_archive, write_archive
from storage.attachments import Kind, Moment
from storage.backup import BackupUnderWayError, NothingToBackUpError, back_up, workshop
from storage.columns import metadata
from storage.errands import Kind as ErrandKind
from storage.files import KeptFiles
from storage.inbox import NewEvent
from storage.migrate import SCRIPTS, Fit, UnfitSchemaError, ensure_fit, fit, migrate
from storage.postgres_client import PostgresClientError
from storage.restore import NotEmptyError, WrongBackupError, restore
from storage.resuming import NUMBERS_SKIPPED
from storage.store import open_store
from tests.databases import VAULT, empty_database, on_postgres, on_sqlite
from tests.moments import NOON

KEY, OTHER_KEY = bytes(range(32)), bytes(32)
STORY = "ไฟถนนหน้าวัดดับมาสามวันแล้ว"
PHOTO = os.urandom(300_000)
RESUMED = {"outbox", "errand", "counter"}
"""Tables whose rows are not to go on as they were: tests/integration/test_resuming.py."""


@pytest.fixture
def files(tmp_path):
    return KeptFiles(tmp_path / "data" / "attachments", VAULT)


@pytest.fixture
def lived_in(office, files):
    """An office with a case, two photos, somebody known and work on its way."""
    with office.desk(NOON) as desk:
        desk.tx.people.meet("Usomsri", NOON)
        keep_photo(desk.tx, files, "M1", PHOTO)
        keep_photo(desk.tx, files, "M2", b"another")
        complaints.file(desk, "Usomsri", NewComplaint("light", STORY), "draft-1")
        desk.tx.inbox.keep([NewEvent("E1", "Usomsri", "{}")], NOON)
        desk.tx.outbox.owe("Usomsri", "[]", NOON)
        desk.tx.errands.ask(ErrandKind.PROFILE, "Usomsri", NOON)
    return office.store


def keep_photo(tx, files, message_id, content):
    name = files.keep(content)
    tx.attachments.want(message_id, "Usomsri", Kind.IMAGE, Moment.BEFORE, NOON)
    tx.attachments.kept(message_id, Kind.IMAGE, name, "image/jpeg")
    return name


@pytest.fixture
def archive(lived_in, files, tmp_path):
    back_up(lived_in, files, tmp_path / "backup.age", KEY, NOON)
    return tmp_path / "backup.age"


class Place:
    """Where nothing is yet: a database and a folder for files."""

    def __init__(self, url, folder):
        self.url, self.folder = url, folder

    def restore(self, archive, *keys):
        return restore(archive, self.url, self.folder, keys or [KEY])

    @contextmanager
    def store(self):
        store = open_store(self.url, VAULT)
        yield store
        store.close()

    def is_empty(self):
        if self.url.startswith("sqlite"):
            found = list(Path(self.url.removeprefix("sqlite:///")).parent.iterdir())
            return found == [self.folder.parent] and not self.folder.exists()
        with self.store() as store:
            return not inspect(store.engine).get_table_names() and not self.folder.exists()


@pytest.fixture
def place(kind, tmp_path, request):
    home = tmp_path / "new"
    (home / "data").mkdir(parents=True)
    with empty_database(kind, home, request) as url:
        yield Place(url, home / "data" / "attachments")


def rows(store, table):
    with store.read() as tx:
        return sorted(map(tuple, tx.connection.execute(text(f"SELECT * FROM {table}"))), key=str)


def tables():
    return [table.name for table in metadata.sorted_tables] + ["alembic_version"]


def test_every_row_and_every_byte_is_there_again(lived_in, files, archive, place):
    about = place.restore(archive)
    assert (about.files, about.lost, about.database) == (2, 0, lived_in.engine.dialect.name)
    with place.store() as restored:
        for table in set(tables()) - RESUMED - {"job_run"}:
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
    assert PHOTO in [KeptFiles(place.folder, VAULT).read(name) for name in names]


def test_a_backup_is_written_down_for_whoever_asks_when_the_last_one_was(lived_in, archive):
    with lived_in.read() as tx:
        assert tx.jobs.last_slot("backup") == NOON.isoformat()


def test_what_comes_after_the_moment_is_not_in_it_and_nothing_is_in_half(
    lived_in, files, archive, place
):
    with lived_in.begin() as tx:
        keep_photo(tx, files, "M3", b"later")
    assert place.restore(archive).files == 2


def test_a_file_forgotten_while_it_is_backed_up_is_named_by_no_row(lived_in, tmp_path, place):
    class Forgetful(KeptFiles):
        """The nightly retention comes between the moment and the first file."""

        struck = False

        def link(self, names, folder):
            if not self.struck:
                self.struck = True
                with lived_in.begin() as tx:
                    tx.attachments.drop([tx.attachments.by_message("M1").id])
                self.forget(VAULT.index("file", PHOTO))
            return super().link(names, folder)

    forgetful = Forgetful(tmp_path / "data" / "attachments", VAULT)
    about = back_up(lived_in, forgetful, tmp_path / "backup.age", KEY, NOON)
    assert (about.files, about.lost) == (1, 0)
    place.restore(tmp_path / "backup.age")
    with place.store() as restored, restored.read() as tx:
        assert tx.attachments.files() == {VAULT.index("file", b"another")}
        assert tx.attachments.by_message("M1") is None


def test_a_file_that_was_lost_long_before_is_told_and_hinders_no_backup(lived_in, files, tmp_path):
    files.forget(VAULT.index("file", PHOTO))
    about = back_up(lived_in, files, tmp_path / "backup.age", KEY, NOON)
    assert (about.files, about.lost) == (1, 1)


def test_nothing_lies_in_the_clear(archive, lived_in, tmp_path):
    clear = tmp_path / "clear"
    clear.mkdir()
    with opened_archive(archive, [KEY], clear) as members:
        found = {name: content.read() for name, content in members}
        whole = (clear / "archive.tar").read_bytes()
    assert json.loads(found["about.json"])["files"] == 2
    # Each of these could be found, and is not.
    told = [b"about.json", b"ustar", b"complaint", *(name.encode() for name in found)]
    if lived_in.is_sqlite:
        told.append(STORY.encode())
    assert [word for word in told if word not in whole] == []
    sealed = archive.read_bytes()
    assert [word for word in told if word in sealed] == []


def test_only_its_own_user_may_read_it(archive):
    assert archive.stat().st_mode & 0o777 == 0o600


def test_an_old_key_opens_what_was_sealed_before_the_keys_were_changed(archive, place):
    assert place.restore(archive, OTHER_KEY, KEY).files == 2


def test_with_another_key_nothing_is_restored(archive, place):
    with pytest.raises(UnreadableArchiveError):
        place.restore(archive, OTHER_KEY)
    assert place.is_empty()


def boundaries(sealed):
    """Where an age file ends one thing and begins another: header, nonce, chunks of 64 KB and a tag each."""
    body = sealed.index(b"\n--- ") + 1
    body = sealed.index(b"\n", body) + 1
    chunks = range(body + 16, len(sealed), (1 << 16) + 16)
    assert len(chunks) > 3
    return [0, 1, 22, body - 1, body, body + 15, *chunks, len(sealed) - 16, len(sealed) - 1]


def test_cut_short_anywhere_nothing_is_restored(archive, place, tmp_path):
    sealed = archive.read_bytes()
    cut = tmp_path / "cut.age"
    for end in {edge for at in boundaries(sealed) for edge in (at, at + 1) if edge < len(sealed)}:
        cut.write_bytes(sealed[:end])
        with pytest.raises(UnreadableArchiveError):
            place.restore(cut)
    assert place.is_empty()


def test_altered_anywhere_nothing_is_restored(archive, place, tmp_path):
    sealed = archive.read_bytes()
    altered = tmp_path / "altered.age"
    for at in boundaries(sealed):
        altered.write_bytes(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :])
        with pytest.raises(UnreadableArchiveError):
            place.restore(altered)
    altered.write_bytes(sealed + b"more")
    with pytest.raises(UnreadableArchiveError):
        place.restore(altered)
    assert place.is_empty()


@contextmanager
def room_for(size):
    """No file may grow beyond this, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_leaves_no_backup_that_looks_like_one(lived_in, files, archive, tmp_path):
    whole = archive.stat().st_size
    folder = tmp_path / "backups"
    folder.mkdir()
    for size in (1_000, whole // 4, whole - 20_000, whole - 2_000):
        with (
            room_for(size),
            pytest.raises((OSError, PostgresClientError)),
        ):
            back_up(lived_in, files, folder / "backup.age", KEY, NOON)
        assert list(folder.iterdir()) == []
        assert list((tmp_path / "data" / ".backup").iterdir()) == []


def test_the_last_bytes_are_missed_too(tmp_path):
    """What the library does not tell: that its very last write failed."""
    (tmp_path / "small").write_bytes(b"a few bytes")
    whole = tmp_path / "whole.age"
    write_archive(whole, [("small", tmp_path / "small")], KEY)
    with room_for(whole.stat().st_size - 200), pytest.raises(OSError):
        write_archive(tmp_path / "cut.age", [("small", tmp_path / "small")], KEY)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [
        "small",
        "whole.age",
    ]


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
        "schema": "0001",
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
        ({"schema": "9999_from_9999"}, "newer release"),
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
    shutil.copytree(SCRIPTS, first, ignore=shutil.ignore_patterns("000[2-9]*", "__pycache__"))
    store = open_store(empty_database_url, VAULT)
    migrate(store.engine, first)
    with store.begin() as tx:
        tx.people.meet("Usomsri", NOON)
    # The release of that time made it.
    back_up(store, files, tmp_path / "older.age", KEY, NOON)
    store.close()
    place.restore(tmp_path / "older.age")
    with place.store() as restored:
        assert fit(restored.engine) is Fit.CURRENT
        with restored.read() as tx:
            assert tx.people.find("Usomsri") is not None


def test_an_empty_database_is_no_backup(place, files, tmp_path):
    with place.store() as empty, pytest.raises(NothingToBackUpError):
        back_up(empty, files, tmp_path / "nothing.age", KEY, NOON)
    assert not (tmp_path / "nothing.age").exists()


def test_two_backups_at_once_do_not_disturb_each_other(lived_in, files, tmp_path):
    with workshop(files.folder.parent), pytest.raises(BackupUnderWayError):
        back_up(lived_in, files, tmp_path / "second.age", KEY, NOON)
    assert not (tmp_path / "second.age").exists()


def test_what_a_killed_backup_left_behind_is_cleared_by_the_next(lived_in, files, tmp_path):
    leftovers = tmp_path / "data" / ".backup"
    (leftovers / "files").mkdir(parents=True)
    (leftovers / "files" / "old").write_bytes(b"forgotten since")
    back_up(lived_in, files, tmp_path / "backup.age", KEY, NOON)
    assert list(leftovers.iterdir()) == []


def test_nobody_is_kept_from_writing_while_it_lasts(lived_in, tmp_path):
    class Watched(KeptFiles):
        def link(self, names, folder):
            with lived_in.begin() as tx:
                tx.people.meet("Uboonmee", NOON)
            return super().link(names, folder)

    watched = Watched(tmp_path / "data" / "attachments", VAULT)
    back_up(lived_in, watched, tmp_path / "backup.age", KEY, NOON)
    with lived_in.read() as tx:
        assert tx.people.find("Uboonmee") is not None


def test_case_numbers_of_the_lost_days_are_not_given_again(lived_in, archive, place):
    place.restore(archive)
    with place.store() as restored:
        before, after = (dict(rows(store, "counter")) for store in (lived_in, restored))
    assert after == {name: value + NUMBERS_SKIPPED for name, value in before.items()}
