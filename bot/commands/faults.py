"""Explain an expected fault of a command in one line, in Thai and English, that says what to do.

No line contains a secret: of a database error only the driver's own message is shown, without addresses.
"""

import errno
import re
import socket
import sqlite3
from collections.abc import Callable, Iterator

from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from urllib3.exceptions import HTTPError

from bot.settings import Settings, SettingsError
from bot.wiring import read_translations
from domain.errors import Refused
from handlers.core.i18n import Bilingual
from handlers.views import file_faults
from storage.db.process_lock import InMemoryError, InUseError
from storage.maintenance.sealed_values import UnopenedValueError
from storage.migrate import BusyTableError, UnfitSchemaError
from storage.organisation_data.reading import CatalogError
from storage.sealed.vault import UnreadableError

HTTP_UNAUTHORIZED = 401
NETWORK_FAULTS = {
    errno.EADDRINUSE: "port_taken",
    errno.EADDRNOTAVAIL: "host_elsewhere",
}
DRIVER_SENTENCES = (
    (r"no such table|relation .* does not exist", "no_tables"),
    (r"disk is full|No space left", "disk_full"),
    # SQLite also reports this if its memory-mapped WAL index does not fit on a full disk.
    (r"disk I/O error", "disk_trouble"),
    (r"not a database|malformed", "database_unreadable"),
    # SQLite's; the driver of PostgreSQL speaks of a server.
    (r"unable to open database", "database_file"),
    (r"permission denied for", "database_rights"),
    (r"readonly|read-only", "database_read_only"),
    (r"database is locked|lock timeout", "database_busy"),
    (r"unable to open|connection|authentication|password|timeout|resolve", "database_away"),
)
"""Patterns of driver messages, and the word key of the explanation of each."""
_ADDRESS = re.compile(r"\w+://\S+")
_REASON_LIMIT = 160

Line = tuple[str, dict[str, object]]


def explain(error: BaseException) -> str | None:
    """Return one line about the fault; None for an unexpected fault, which needs a traceback."""
    if isinstance(error, CatalogError):
        return f"{sentence('organisation_data')} {'; '.join(map(of_file, error.faults))}"
    both = explain_in_both(error)
    return None if both is None else _one_line(both)


def explain_in_both(error: BaseException) -> Bilingual | None:
    """Like `explain`, in Thai and English, for use in another sentence."""
    both = read_translations().both
    if isinstance(error, UnfitSchemaError | BusyTableError):
        key = "schema_behind" if "bot migrate" in str(error) else "schema_unfit"
        if "start the newer one" in str(error):
            key = "schema_too_new"
        if isinstance(error, BusyTableError):
            key = "table_busy"
        # The error's own message is more precise than a general sentence.
        return Bilingual(both(f"operator.{key}").th, str(error))
    if isinstance(error, SettingsError):
        return _of_settings(error)
    if isinstance(error, Refused):
        return both(f"refusals.{error.key}", **error.facts)
    for explanation in _EXPLANATIONS:
        for key, facts in explanation(error):
            return both(f"operator.{key}", **facts)
    return None


def sentence(key: str, **facts: object) -> str:
    """Return a sentence of words/operator.toml on one line, Thai first."""
    return _one_line(read_translations().both(f"operator.{key}", **facts))


def of_file(fault: str) -> str:
    """Return a fault of a file of the office in Thai and English; once, if there is no Thai for it."""
    both = file_faults.in_both(read_translations(), fault)
    return fault if both.th == both.en else _one_line(both)


def _of_settings(error: SettingsError) -> Bilingual:
    """Return the faults of all settings, first in Thai, then in English."""
    both = read_translations().both
    names = {name: name.upper() for name in Settings.names()}
    found = [(names.get(name, name), both(f"settings.{key}")) for name, key in error.faults]
    mend = both("settings.mend")
    thai = " · ".join(f"{name} {said.th}" for name, said in found)
    english = " ".join(f"{name} {said.en}" for name, said in found)
    return Bilingual(f"{thai} · {mend.th}", f"{english} {mend.en}")


def _one_line(both: Bilingual) -> str:
    return " ".join(f"{both.th} / {both.en}".split())


def _of_bot(error: BaseException) -> Iterator[Line]:
    if isinstance(error, InUseError):
        yield "in_use", {}
    if isinstance(error, InMemoryError):
        yield "database_in_memory", {}
    if isinstance(error, UnopenedValueError):
        yield "unopened_value", {"place": error.place, "row": error.row}
    if isinstance(error, UnreadableError):
        yield "wrong_key", {}


def _of_database(error: BaseException) -> Iterator[Line]:
    if isinstance(error, ArgumentError | NoSuchModuleError | ModuleNotFoundError):
        yield "database_address", {}
    if isinstance(error, DBAPIError | sqlite3.Error):
        sentence = str(getattr(error, "orig", None) or error)
        reason = _reason(sentence)
        for pattern, key in DRIVER_SENTENCES:
            if re.search(pattern, sentence, re.IGNORECASE):
                yield key, {"reason": reason}
                return
        yield "database_fault", {"reason": reason}


def _of_line(error: BaseException) -> Iterator[Line]:
    if isinstance(error, HTTPError):
        yield "line_away", {}
    # Compared by module name, because importing LINE's SDK takes a second.
    if type(error).__module__.startswith("linebot"):
        status = getattr(error, "status", 0)
        if status == HTTP_UNAUTHORIZED:
            yield "line_token", {}
        yield "line_refused", {"status": status}


def _of_system(error: BaseException) -> Iterator[Line]:
    if isinstance(error, KeyboardInterrupt):
        yield "interrupted", {}
    if not isinstance(error, OSError):
        return
    if isinstance(error, socket.gaierror):
        yield "host_unknown", {}
    elif error.errno in NETWORK_FAULTS:
        yield NETWORK_FAULTS[error.errno], {}
    elif error.errno == errno.ENOSPC:
        yield "disk_full", {}
    elif isinstance(error, PermissionError):
        yield (
            ("no_permission", {"path": error.filename})
            if error.filename
            else ("port_not_allowed", {})
        )
    elif error.filename:
        yield "file_fault", {"path": error.filename, "reason": error.strerror}


_EXPLANATIONS: tuple[Callable[[BaseException], Iterator[Line]], ...] = (
    _of_bot,
    _of_database,
    _of_line,
    _of_system,
)


def _reason(sentence: str) -> str:
    """Return the first line of a driver's message without addresses, which may contain a password."""
    first = sentence.strip().splitlines()[0] if sentence.strip() else "-"
    return _ADDRESS.sub("…", first)[:_REASON_LIMIT]
