"""`backup` and `restore` on the command line: one line about the result, or about the fault."""

from dataclasses import replace

import pytest
import typer

from bot.commands.backup import make_backup, restore_backup
from bot.commands.check import run_checks
from bot.commands.sentences import InvalidError
from bot.settings import Secret
from storage.store import open_store
from tests.databases import on_sqlite
from tests.fake_line import settings_for
from tests.moments import NOON

pytestmark = on_sqlite


@pytest.fixture
def elsewhere(kind, line, tmp_path):
    """The settings of another machine with the same key."""
    return settings_for(
        line.url, f"sqlite:///{tmp_path / 'other' / 'rongtuk.db'}", tmp_path / "other"
    )


def refused(command, capsys):
    with pytest.raises(typer.Exit) as ending:
        command()
    assert ending.value.exit_code == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    return said


def test_there_and_back(settings, store, elsewhere, tmp_path):
    with store.begin() as tx:
        tx.people.ensure("Usomsri", NOON)
    file = tmp_path / "backup.age"
    assert make_backup(settings, file).startswith(f"Backed up the database and 0 files into {file}")
    assert restore_backup(elsewhere, file).startswith("Restored the database of 20")
    other = open_store(elsewhere.database_url)
    with other.read() as tx:
        assert tx.people.find("Usomsri") is not None
    other.close()


def test_a_file_that_is_there_already_is_not_overwritten(settings, store, tmp_path):
    file = tmp_path / "backup.age"
    file.write_bytes(b"an older one")
    with pytest.raises(typer.BadParameter):
        make_backup(settings, file)
    assert file.read_bytes() == b"an older one"


def test_another_secret_key_restores_nothing(settings, store, elsewhere, tmp_path, capsys):
    make_backup(settings, tmp_path / "backup.age")
    other_key = replace(elsewhere, secret_key=Secret("iy-eXRj8J2qz8kTtg4w8lyBaNrRFnmpx"))
    said = refused(lambda: restore_backup(other_key, tmp_path / "backup.age"), capsys)
    assert said.startswith(
        "Nothing was restored: the file is damaged, cut short or of another SECRET_KEY"
    )
    changed = replace(other_key, old_secret_keys=settings.secret_key)
    assert restore_backup(changed, tmp_path / "backup.age").startswith("Restored")


def test_what_is_no_backup_restores_nothing(elsewhere, tmp_path, capsys):
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    said = refused(lambda: restore_backup(elsewhere, tmp_path / "photo.jpg"), capsys)
    assert "damaged, cut short" in said
    said = refused(lambda: restore_backup(elsewhere, tmp_path / "nowhere.age"), capsys)
    assert said.startswith("Nothing was restored: No such file or directory")


def test_a_folder_that_is_not_there_is_reported(settings, store, tmp_path):
    with pytest.raises(InvalidError, match=f"There is no folder {tmp_path / 'nowhere'}: create it"):
        make_backup(settings, tmp_path / "nowhere" / "backup.age")


def test_the_wrong_folder_makes_no_backup_of_nothing(elsewhere, tmp_path, capsys):
    said = refused(lambda: make_backup(elsewhere, tmp_path / "backup.age"), capsys)
    assert "is it the right one?" in said


def told_of_backups(settings, capsys):
    run_checks(settings)
    return [said for said in capsys.readouterr().out.splitlines() if "backup" in said]


def test_check_tells_when_the_last_backup_is_old(settings, store, tmp_path, capsys, time_machine):
    time_machine.move_to(NOON)
    assert told_of_backups(settings, capsys) == [
        "note  No backup was ever made: see docs/operations.md."
    ]
    make_backup(settings, tmp_path / "backup.age")
    assert told_of_backups(settings, capsys) == []
    time_machine.shift(8 * 86_400)
    assert told_of_backups(settings, capsys) == [
        "note  The last backup is 8 days old: see docs/operations.md."
    ]
