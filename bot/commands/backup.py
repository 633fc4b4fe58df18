"""The commands `backup`, `restore` and `move`. Every expected error becomes one line on the terminal."""

import shlex
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot import clock
from bot.commands.faults import explain_in_both
from bot.commands.sentences import done, in_both, invalid
from bot.settings import Settings
from bot.wiring import attachment_files, derive_keys, read_translations, vault
from domain.organisation.calendar import bangkok
from handlers.core.i18n import Bilingual
from storage.db.process_lock import lock_database
from storage.migrate import BusyTableError, UnfitSchemaError
from storage.recovery.after_restore import CutLink, settle_links
from storage.recovery.archive import UnreadableArchiveError
from storage.recovery.backup import BackupUnderWayError, NothingToBackUpError, back_up
from storage.recovery.inspection import inspect_backup
from storage.recovery.move import MoveError, move
from storage.recovery.postgres_client import PostgresClientError
from storage.recovery.restore import (
    NewerBackupError,
    NotEmptyError,
    OtherDatabaseError,
    WrongBackupError,
    restore,
)
from storage.recovery.rotation import new_name, rotate
from storage.sealed.vault import UnreadableError
from storage.store import open_store

PURPOSE = "backup"
_EXPECTED: dict[type[Exception], str] = {
    BackupUnderWayError: "under_way",
    MoveError: "move_impossible",
    NotEmptyError: "not_empty",
    NothingToBackUpError: "nothing_there",
    OtherDatabaseError: "other_database",
    NewerBackupError: "newer_backup",
    PostgresClientError: "postgres_client",
    UnreadableArchiveError: "damaged",
    WrongBackupError: "wrong_backup",
}
"""Errors of `storage.recovery` and the word keys, `keeping.…`, of their sentences."""


@dataclass(frozen=True)
class Rotation:
    """The number of days and of months for each of which one backup is kept."""

    daily: int
    monthly: int


def make_backup(
    settings: Settings, target: Path, keep: Rotation | None = None, then: str = ""
) -> str:
    """Write an encrypted backup to a file, or to a folder with the time as file name; returns what to print.

    `keep`: in a folder, delete superfluous backups afterwards. `then`: a command to run afterwards, to copy the
    backup to a second place; `{}` in it is replaced by the file. Raises InvalidError if the file exists, `keep`
    is given for a file or `then` is no command, and typer.Exit with code 1, after printing the reason, if the
    backup or `then` fails.
    """
    copying = _words_of(then) if then else []
    file = target / new_name(clock.now()) if target.is_dir() else target
    if file.exists():
        raise invalid("file_there" if file is target else "made_this_minute", file=file)
    if not file.parent.is_dir():
        raise invalid("no_such_folder", folder=file.parent)
    if keep is not None and file is target:
        raise invalid("no_folder", target=target)
    with _errors_as_one_line("operator.not_backed_up"):
        store = open_store(settings.database_url, vault(settings))
        try:
            # A backup encrypted with another key than the data could not be restored.
            store.ensure_right_key()
            key = derive_keys(settings, PURPOSE)[0]
            about = back_up(store, attachment_files(settings), file, key, clock.now())
        finally:
            store.close()
    size = f"{file.stat().st_size:,}"
    lines = [_say("backed_up", files=about.files, file=file, size=size)]
    if about.lost:
        lines.append(_say("gone_before", lost=about.lost))
    if keep is not None:
        with _errors_as_one_line("operator.older_stay"):
            deleted = rotate(target, keep.daily, keep.monthly)
        lines.append(_say("older_deleted", count=len(deleted)))
    if copying:
        _copy_elsewhere(copying, file)
        lines.append(_say("elsewhere_too"))
    return "\n".join((" ".join(one.en for one in lines), " ".join(one.th for one in lines)))


def _words_of(command: str) -> list[str]:
    """Split a command as a shell does. Raises InvalidError for an open quotation mark or no word at all."""
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise invalid("no_command", text=command) from error
    if not words:
        raise invalid("no_command", text=command)
    return words


def _copy_elsewhere(command: list[str], file: Path) -> None:
    """Run the command that copies a backup; exit with one line if it fails."""
    words = [word.replace("{}", str(file)) for word in command]
    with _errors_as_one_line("operator.not_elsewhere", file=file):
        ended = subprocess.run(words, check=False, capture_output=True, text=True)  # noqa: S603 - the operator's own
    if ended.returncode:
        lines = (ended.stderr or ended.stdout).strip().splitlines() or ["no reason given"]
        outcome = read_translations().both("operator.not_elsewhere", file=file)
        facts = {"program": words[0], "code": ended.returncode, "reason": lines[-1]}
        _exit_with(outcome, _say("copying_failed", **facts))


def check_backup(settings: Settings, file: Path) -> list[str]:
    """Verify a backup as a restore would; returns the lines to print.

    Raises typer.Exit with code 1, after printing the reason, if it cannot be restored with this SECRET_KEY.
    """
    with _errors_as_one_line("operator.no_backup", file=file):
        found = inspect_backup(
            file, settings.data_dir, derive_keys(settings, PURPOSE), vault(settings)
        )
    about = found.about
    # Not for each table, which would tell how many complaints about staff there are.
    counts = _say("backup_rows", rows=sum(found.rows.values()), tables=len(found.rows))
    return [
        *in_both(_say("backup_whole", file=file)),
        *done(
            "backup_about",
            made_at=_moment(about.made_at),
            database=about.database,
            schema=about.schema,
            files=about.files,
            lost=about.lost,
        ).splitlines(),
        *in_both(counts),
    ]


def restore_backup(settings: Settings, file: Path, linked: Collection[int] = ()) -> str:
    """Restore the database and the files from `file`; returns the sentence to print.

    The officers' links to LINE are removed until somebody confirms each one, because otherwise officers who were
    removed after the backup could read cases again. They are listed and, on a terminal, confirmed one by one.
    `linked`: ids that are confirmed already. Raises typer.Exit with code 1, after printing the reason, if the
    restore fails.
    """
    unknown: list[int] = []
    with _errors_as_one_line("operator.not_restored"):
        keys = derive_keys(settings, PURPOSE)
        folder = attachment_files(settings).folder
        about, cut = restore(file, settings.database_url, folder, keys, clock.now())
        unknown = sorted(set(linked) - {one.officer_id for one in cut})
        confirmed = [one for one in cut if _is_confirmed(one, linked)]
        store = open_store(settings.database_url, vault(settings))
        try:
            with store.begin() as tx:
                settle_links(tx, cut, {one.officer_id for one in confirmed}, clock.now())
        finally:
            store.close()
    for one in cut:
        who = f"{one.officer_id}  {one.role}  {one.name}"
        typer.echo(
            done("link_kept" if one in confirmed else "link_cut", who=who, id=one.officer_id)
        )
    for officer_id in unknown:
        typer.echo("\n".join(in_both(_say("not_linked", id=officer_id))))
    return "\n".join(in_both(_say("restored", made_at=_moment(about.made_at), files=about.files)))


def move_database(settings: Settings, target_url: str) -> list[str]:
    """Copy the SQLite database to an empty PostgreSQL database; returns the lines to print.

    Raises typer.Exit with code 1, after printing the reason, if it cannot be copied completely, and InUseError
    while the bot is running.
    """
    with _errors_as_one_line("operator.not_moved"), lock_database(settings.database_url):
        source = open_store(settings.database_url, vault(settings))
        target = open_store(target_url)
        try:
            source.ensure_right_key()
            copied = move(source, target)
        finally:
            source.close()
            target.close()
    # Not for each table, which would tell how many complaints about staff there are.
    rows = sum(one.rows for one in copied)
    return list(in_both(_say("moved", rows=rows, tables=len(copied))))


def _moment(made_at: str) -> str:
    """Return when a backup was made, as the clock on the office's wall showed it."""
    return f"{bangkok(datetime.fromisoformat(made_at)):%Y-%m-%d %H:%M}"


def _say(key: str, **facts: object) -> Bilingual:
    """Return a sentence of words/keeping.toml."""
    return read_translations().both(f"keeping.{key}", **facts)


def _is_confirmed(one: CutLink, linked: Collection[int]) -> bool:
    """Whether an officer of a backup still serves: named on the command line, or confirmed on the terminal."""
    if one.officer_id in linked or not sys.stdin.isatty():
        return one.officer_id in linked
    return typer.confirm(f"{one.officer_id}  {one.role}  {one.name}: do they still serve?")


@contextmanager
def _errors_as_one_line(key: str, **facts: object) -> Iterator[None]:
    """Turn every expected error in the block into one line that begins with the sentence of this key."""
    outcome = read_translations().both(key, **facts)
    try:
        yield
    except tuple(_EXPECTED) as error:
        key = next(key for kind, key in _EXPECTED.items() if isinstance(error, kind))
        _exit_with(outcome, _say(key, reason=error), error)
    except OSError as error:
        reason = f"{error.strerror or error} {error.filename or ''}".strip()
        _exit_with(outcome, _say("file_trouble", reason=reason), error)
    except (BusyTableError, SQLAlchemyError, UnfitSchemaError, UnreadableError) as error:
        reason_in_both = explain_in_both(error)
        if reason_in_both is None:
            raise
        _exit_with(outcome, reason_in_both, error)


def _exit_with(outcome: Bilingual, reason: Bilingual, error: Exception | None = None) -> NoReturn:
    typer.echo(f"{outcome.en}: {reason.en} / {outcome.th}: {reason.th}", err=True)
    raise typer.Exit(1) from error
