"""Backups that are checked, rotated and copied to a second place."""

import pytest
import typer

from bot.commands.backup import Rotation, check_backup, make_backup
from storage.cases.attachments import AttachmentKind, Moment
from storage.recovery import inspection
from storage.recovery.archive import UnreadableArchiveError
from storage.recovery.inspection import inspect_backup
from storage.recovery.restore import WrongBackupError
from storage.recovery.rotation import NAME, new_name, rotate
from storage.sealed.vault import UnreadableError, Vault
from tests.databases import VAULT, on_sqlite
from tests.integration.storage.recovery.office import KEY, OTHER_KEY
from tests.moments import DAY, HOUR, NOON


# ------------------------------------------------------------------ check
def test_the_contents_of_a_backup_are_reported(archive, tmp_path):
    found = inspect_backup(archive, tmp_path / "data", [KEY], VAULT)
    assert (found.about.files, found.rows["complaint"], found.rows["attachment"]) == (2, 1, 2)
    assert found.rows["survey_round"] == 0
    assert list((tmp_path / "data" / ".backup").iterdir()) == []


def test_another_key_is_reported(archive, tmp_path):
    with pytest.raises(UnreadableArchiveError):
        inspect_backup(archive, tmp_path / "data", [OTHER_KEY], VAULT)
    with pytest.raises(UnreadableError):
        inspect_backup(archive, tmp_path / "data", [KEY], Vault([bytes(range(1, 33))]))


def test_a_damaged_backup_is_reported(archive, tmp_path):
    whole = archive.read_bytes()
    for content in (
        whole[:-1],
        whole[: len(whole) // 2],
        b"",
        whole[:9999] + b"!" + whole[10_000:],
    ):
        archive.write_bytes(content)
        with pytest.raises(UnreadableArchiveError):
            inspect_backup(archive, tmp_path / "data", [KEY], VAULT)


def test_a_backup_whose_database_is_damaged_inside_is_reported(archive, tmp_path, monkeypatch):
    unpack = inspection.unpack

    def damaged(members, folder):
        about = unpack(members, folder)
        path = folder / "database"
        content = path.read_bytes()
        path.write_bytes(content[: len(content) // 2])
        return about

    monkeypatch.setattr(inspection, "unpack", damaged)
    with pytest.raises(UnreadableArchiveError, match="its database"):
        inspect_backup(archive, tmp_path / "data", [KEY], VAULT)


def test_a_missing_file_is_reported(archive, tmp_path, monkeypatch):
    unpack = inspection.unpack

    def damaged(members, folder):
        about = unpack(members, folder)
        next((folder / "files").glob("*/*")).unlink()
        return about

    monkeypatch.setattr(inspection, "unpack", damaged)
    with pytest.raises(WrongBackupError, match="1 files, not 2"):
        inspect_backup(archive, tmp_path / "data", [KEY], VAULT)


# ------------------------------------------------------------------ rotation
def fill(folder, moments):
    for moment in moments:
        (folder / new_name(moment)).write_bytes(b"")


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_newest_of_each_day_and_month_stays(tmp_path):
    fill(tmp_path, [NOON + day * DAY - HOUR * hour for day in range(-70, 1) for hour in (0, 2)])
    (tmp_path / "rongtuk-2026-01-01.age").write_bytes(b"by hand")
    (tmp_path / "notes.txt").write_bytes(b"by hand")
    rotate(tmp_path, 3, 3)
    assert names(tmp_path) == [
        "notes.txt",
        "rongtuk-2026-01-01.age",
        "rongtuk-2026-09-30-1200.age",
        "rongtuk-2026-10-31-1200.age",
        "rongtuk-2026-11-15-1200.age",
        "rongtuk-2026-11-16-1200.age",
        "rongtuk-2026-11-17-1200.age",
    ]
    assert rotate(tmp_path, 3, 3) == []


def test_the_newest_of_all_always_stays(tmp_path):
    fill(tmp_path, [NOON - 900 * DAY, NOON - 901 * DAY])
    rotate(tmp_path, 1, 0)
    assert names(tmp_path) == [new_name(NOON - 900 * DAY)]


# ------------------------------------------------------------------ as they are typed
@on_sqlite
def test_into_a_folder_with_rotation_and_a_second_place(typed, tmp_path):
    folder, elsewhere = tmp_path / "backups", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    fill(folder, [NOON - day * DAY for day in range(1000, 1005)])
    code, lines = typed("backup", "--daily", 2, "--then", f"cp {{}} {elsewhere}", folder)
    assert (code, len(lines)) == (0, 2), lines
    assert lines[0].endswith("Deleted 4 older ones. The second place has it.")
    assert lines[1].endswith("ลบไฟล์สำรองเก่าแล้ว 4 ไฟล์ ส่งสำเนาไปเก็บแห่งที่สองแล้ว")
    [newest] = [path for path in folder.iterdir() if path.stat().st_size]
    assert NAME.fullmatch(newest.name)
    assert (elsewhere / newest.name).read_bytes() == newest.read_bytes()
    code, lines = typed("backup", "check", newest)
    assert (code, len(lines)) == (0, 6)
    assert lines[0] == f"{newest}: whole, and this SECRET_KEY opens it."
    assert lines[1] == f"{newest} ครบถ้วน และ SECRET_KEY นี้เปิดได้"


@on_sqlite
def test_a_second_place_that_cannot_be_reached_is_reported(typed, tmp_path):
    for number, then in enumerate(["false", "no-such-program {}", "ls /nowhere/at/all"]):
        file = tmp_path / f"{number}.age"
        code, lines = typed("backup", file, "--then", then)
        assert (code, len(lines)) == (1, 1), lines
        assert f"{file} is written, but is in no second place" in lines[0]
        assert file.exists()


@on_sqlite
@pytest.mark.parametrize("then", ["cp '{} /mnt", "  "])
def test_what_is_no_command_is_refused_before_the_backup_is_made(typed, tmp_path, then):
    code, lines = typed("backup", tmp_path / "1.age", "--then", then)
    assert (code, len(lines)) == (1, 1), lines
    assert "is no command: look at the quotation marks of --then." in lines[0]
    assert not (tmp_path / "1.age").exists()


@on_sqlite
def test_what_is_no_backup_is_reported_in_one_line(typed, tmp_path):
    (tmp_path / "photo.age").write_bytes(b"\xff\xd8\xff")
    for name in ("photo.age", "nowhere.age"):
        code, lines = typed("backup", "check", tmp_path / name)
        assert (code, len(lines)) == (1, 1)
        assert "is no backup to rely on" in lines[0]


@on_sqlite
def test_only_a_folder_is_rotated(settings, store, tmp_path):
    with pytest.raises(typer.BadParameter, match="no folder"):
        make_backup(settings, tmp_path / "backup.age", Rotation(1, 1))
    assert not (tmp_path / "backup.age").exists()


@on_sqlite
def test_check_takes_no_more_than_it_needs(settings, store, tmp_path):
    with store.begin() as tx:
        tx.attachments.request("M1", "Usomsri", AttachmentKind.IMAGE, Moment.BEFORE, NOON)
    make_backup(settings, tmp_path / "backup.age")
    lines = check_backup(settings, tmp_path / "backup.age")
    assert any(" rows in " in line for line in lines)
    assert "custody" not in "".join(lines)
    assert list((settings.data_dir / ".backup").iterdir()) == []
