"""Files left by a killed process are deleted at night, and no file that is needed."""

import os
import threading

import pytest

from scheduler import jobs
from storage.cases.attachments import AttachmentKind, Moment
from storage.recovery.backup import back_up, work_folder
from tests.databases import on_postgres
from tests.moments import DAY, NOON, SECOND


@pytest.fixture
def files(office):
    return office.files


def night_falls(office, at=NOON):
    """Run the job at a time more than a day after every file on the disk was written."""
    for path in everything(office):
        os.utime(path, (at.timestamp(), at.timestamp()))
    jobs.sweep_files(office, NOON + DAY + SECOND)


def everything(office):
    return [path for path in office.files.folder.parent.rglob("*") if path.is_file()]


def note(tx, name, message="M1"):
    tx.attachments.request(message, "draft:1", AttachmentKind.FILE, Moment.BEFORE, NOON)
    tx.attachments.mark_stored(message, AttachmentKind.FILE, name, "application/pdf")


def test_a_file_no_row_names_is_deleted_and_one_that_is_named_stays(office, files):
    stray, named = files.store(b"taken back"), files.store(b"in a case")
    with office.store.begin() as tx:
        note(tx, named)
    night_falls(office)
    assert (files.has(stray), files.read(named)) == (False, b"in a case")


def test_half_a_file_is_deleted(office, files):
    half = files.path(files.store(b"whole")).with_name("tmpk3v1n")
    half.write_bytes(b"half")
    night_falls(office)
    assert not half.exists()


def test_what_is_younger_than_a_day_may_be_named_still(office, files):
    stray = files.store(b"a moment ago")
    half = files.path(stray).with_name("tmpk3v1n")
    half.write_bytes(b"half")
    night_falls(office, at=NOON + 2 * SECOND)
    assert (files.has(stray), half.exists()) == (True, True)


@pytest.mark.parametrize("few", [1, 3])
def test_it_is_the_same_however_many_there_are(office, files, monkeypatch, few):
    monkeypatch.setattr("storage.maintenance.orphan_files.AT_ONCE", few)
    names = [files.store(f"file {number}".encode()) for number in range(7)]
    with office.store.begin() as tx:
        for name in names[::2]:
            note(tx, name, name)
    night_falls(office)
    assert [files.has(name) for name in names] == [True, False] * 3 + [True]


@on_postgres
def test_a_file_somebody_is_about_to_name_is_not_deleted(office, files):
    name = files.store(b"the same again")
    sweeping = threading.Thread(target=night_falls, args=(office,))
    with office.store.begin() as custodian:
        custodian.attachments.lock_files()
        sweeping.start()
        sweeping.join(timeout=0.5)
        assert sweeping.is_alive()
        note(custodian, name)
    sweeping.join()
    assert files.has(name)


def test_what_a_killed_backup_left_is_deleted(office, files):
    left = files.folder.parent / ".backup" / "files"
    left.mkdir(parents=True)
    (left / "copy").write_bytes(b"taken back since")
    (left.parent / "database").write_bytes(b"everything in the clear")
    night_falls(office)
    assert list(left.parent.iterdir()) == []


def test_a_backup_under_way_is_left_alone(office, files, tmp_path):
    with work_folder(files.folder.parent) as folder:
        (folder / "database").write_bytes(b"half a copy")
        night_falls(office)
        assert (folder / "database").exists()


def test_a_backup_may_be_made_afterwards(office, files, tmp_path):
    name = files.store(b"in a case")
    with office.store.begin() as tx:
        note(tx, name)
    night_falls(office)
    assert back_up(office.store, files, tmp_path / "b.age", bytes(32), NOON).files == 1
