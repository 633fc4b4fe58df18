"""A backup is of one moment, blocks nobody, and is complete or absent."""

import pytest

from storage.recovery.archive import PARTIAL
from storage.recovery.backup import BackupUnderWayError, NothingToBackUpError, back_up, work_folder
from storage.recovery.postgres_client import PostgresClientError
from storage.sealed.files import EncryptedFiles
from tests.databases import VAULT
from tests.integration.storage.recovery.office import KEY, room_for
from tests.moments import NOON


def test_the_time_of_the_last_backup_is_recorded(lived_in, archive):
    with lived_in.read() as tx:
        assert tx.jobs.last_slot("backup") == NOON.isoformat()


def test_a_file_forgotten_while_it_is_backed_up_is_named_by_no_row(lived_in, tmp_path, place):
    class Forgetful(EncryptedFiles):
        """The nightly retention runs between the snapshot and the first file."""

        struck = False

        def link(self, names, folder):
            if not self.struck:
                self.struck = True
                with lived_in.begin() as tx:
                    photo = tx.attachments.by_message("M1")
                    tx.attachments.drop([photo.id])
                self.forget(photo.file)
            return super().link(names, folder)

    forgetful = Forgetful(tmp_path / "data" / "attachments", VAULT)
    about = back_up(lived_in, forgetful, tmp_path / "backup.age", KEY, NOON)
    assert (about.files, about.lost) == (1, 0)
    place.restore(tmp_path / "backup.age")
    with place.store() as restored, restored.read() as tx:
        assert len(tx.attachments.files()) == 1
        assert tx.attachments.by_message("M1") is None


def test_a_file_that_was_lost_long_before_is_reported_and_prevents_no_backup(
    lived_in, files, tmp_path
):
    with lived_in.read() as tx:
        lost = tx.attachments.by_message("M1").file
    files.forget(lost)
    about = back_up(lived_in, files, tmp_path / "backup.age", KEY, NOON)
    assert (about.files, about.lost) == (1, 1)


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


def test_the_half_of_a_killed_backup_is_cleared_by_the_next_into_that_folder(
    lived_in, files, tmp_path
):
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / f".yesterday.age.k3v1n{PARTIAL}").write_bytes(b"half")
    (folder / ".yesterday.age.swp").write_bytes(b"somebody else's")
    back_up(lived_in, files, folder / "today.age", KEY, NOON)
    assert {path.name for path in folder.iterdir()} == {"today.age", ".yesterday.age.swp"}


def test_an_empty_database_is_no_backup(place, files, tmp_path):
    with place.store() as empty, pytest.raises(NothingToBackUpError):
        back_up(empty, files, tmp_path / "nothing.age", KEY, NOON)
    assert not (tmp_path / "nothing.age").exists()


def test_two_backups_at_once_do_not_disturb_each_other(lived_in, files, tmp_path):
    with work_folder(files.folder.parent), pytest.raises(BackupUnderWayError):
        back_up(lived_in, files, tmp_path / "second.age", KEY, NOON)
    assert not (tmp_path / "second.age").exists()


def test_what_a_killed_backup_left_behind_is_cleared_by_the_next(lived_in, files, tmp_path):
    leftovers = tmp_path / "data" / ".backup"
    (leftovers / "files").mkdir(parents=True)
    (leftovers / "files" / "old").write_bytes(b"forgotten since")
    back_up(lived_in, files, tmp_path / "backup.age", KEY, NOON)
    assert list(leftovers.iterdir()) == []


def test_nobody_is_kept_from_writing_while_it_lasts(lived_in, tmp_path):
    class Watched(EncryptedFiles):
        def link(self, names, folder):
            with lived_in.begin() as tx:
                tx.people.ensure("Uboonmee", NOON)
            return super().link(names, folder)

    watched = Watched(tmp_path / "data" / "attachments", VAULT)
    back_up(lived_in, watched, tmp_path / "backup.age", KEY, NOON)
    with lived_in.read() as tx:
        assert tx.people.find("Uboonmee") is not None
