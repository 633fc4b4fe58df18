"""The commands `backup` and `restore`. Every expected error becomes one line on the terminal."""

import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot import clock
from bot.settings import Settings
from bot.wiring import attachment_files, derive_keys, vault
from storage.migrate import BusyTableError, UnfitSchemaError
from storage.recovery.after_restore import CutLink, settle_links
from storage.recovery.archive import UnreadableArchiveError
from storage.recovery.backup import BackupUnderWayError, NothingToBackUpError, back_up
from storage.recovery.postgres_client import PostgresClientError
from storage.recovery.restore import NotEmptyError, WrongBackupError, restore
from storage.store import open_store

PURPOSE = "backup"


def make_backup(settings: Settings, file: Path) -> str:
    """Write an encrypted backup to `file`; returns the sentence to print.

    Raises typer.BadParameter when the file exists, and typer.Exit with code 1, after printing the reason,
    when the backup fails.
    """
    if file.exists():
        raise typer.BadParameter(f"{file} is there already: name a new file.")
    with _errors_as_one_line("Nothing was backed up"):
        store = open_store(settings.database_url, vault(settings))
        try:
            key = derive_keys(settings, PURPOSE)[0]
            about = back_up(store, attachment_files(settings), file, key, clock.now())
        finally:
            store.close()
    gone = f" {about.lost} files were gone before and are not in it." if about.lost else ""
    return (
        f"Backed up the database and {about.files} files into {file}"
        f" ({file.stat().st_size:,} bytes).{gone} Only this SECRET_KEY opens it: keep both, apart."
    )


def restore_backup(settings: Settings, file: Path, linked: Collection[int] = ()) -> str:
    """Restore the database and the files from `file`; returns the sentence to print.

    No officer of the backup is linked to LINE any more until somebody confirms it, because one who was removed
    since would read again: they are listed, and asked about one by one on a terminal. `linked`: ids that are
    confirmed already. Raises typer.Exit with code 1, after printing the reason, when the restore fails.
    """
    with _errors_as_one_line("Nothing was restored"):
        keys = derive_keys(settings, PURPOSE)
        folder = attachment_files(settings).folder
        about, cut = restore(file, settings.database_url, folder, keys, clock.now())
        confirmed = [one for one in cut if _is_confirmed(one, linked)]
        store = open_store(settings.database_url, vault(settings))
        try:
            with store.begin() as tx:
                settle_links(tx, cut, {one.officer_id for one in confirmed}, clock.now())
        finally:
            store.close()
    for one in cut:
        state = "linked" if one in confirmed else f"NOT linked: bot officer code {one.officer_id}"
        typer.echo(f"{one.officer_id}  {one.role}  {one.name}: {state}")
    return (
        f"Restored the database of {about.made_at} and {about.files} files. Now start the bot;"
        " docs/operations.md says what it does with messages from before."
    )


def _is_confirmed(one: CutLink, linked: Collection[int]) -> bool:
    """Whether an officer of a backup still serves: named on the command line, or confirmed on the terminal."""
    if one.officer_id in linked or not sys.stdin.isatty():
        return one.officer_id in linked
    return typer.confirm(f"{one.officer_id}  {one.role}  {one.name}: do they still serve?")


@contextmanager
def _errors_as_one_line(outcome: str) -> Iterator[None]:
    """Turn every expected error in the block into one line that begins with `outcome`."""
    try:
        yield
    except UnreadableArchiveError as error:
        _exit_with(
            outcome, f"the file is damaged, cut short or of another SECRET_KEY ({error})", error
        )
    except OSError as error:
        _exit_with(outcome, f"{error.strerror or error} {error.filename or ''}".strip(), error)
    except SQLAlchemyError as error:
        _exit_with(outcome, str(getattr(error, "orig", error)).splitlines()[0], error)
    except (
        BackupUnderWayError,
        BusyTableError,
        NotEmptyError,
        NothingToBackUpError,
        PostgresClientError,
        UnfitSchemaError,
        WrongBackupError,
    ) as error:
        _exit_with(outcome, str(error), error)


def _exit_with(outcome: str, reason: str, error: Exception) -> None:
    typer.echo(f"{outcome}: {reason}", err=True)
    raise typer.Exit(1) from error
