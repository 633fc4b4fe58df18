"""Stores the state of the pretend LINE: tables of JSON records in memory, saved to one SQLite file.

Calls do not wait for the disk: a thread saves the changes several times a second. A crash may lose the latest
changes, a normal stop loses nothing.
"""

import json
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Record = dict[str, Any]

WRITE_INTERVAL_SECONDS = 0.25


class Table:
    """Records by key, oldest first; a full table deletes its oldest record."""

    def __init__(
        self, name: str, changed: dict[tuple[str, str], None] | None, limit: int | None
    ) -> None:
        self.name = name
        self.records: dict[str, Record] = {}
        self._changed = changed
        self._limit = limit

    def __getitem__(self, key: str) -> Record:
        return self.records[key]

    def __setitem__(self, key: str, record: Record) -> None:
        """Store a record; it must not be changed afterwards, only replaced."""
        if self._limit and key not in self.records and len(self.records) >= self._limit:
            del self[next(iter(self.records))]
        self.records[key] = record
        self._note(key)

    def __delitem__(self, key: str) -> None:
        del self.records[key]
        self._note(key)

    def __contains__(self, key: object) -> bool:
        return key in self.records

    def __iter__(self) -> Iterator[str]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    def get(self, key: str) -> Record | None:
        return self.records.get(key)

    def update(self, key: str, **facts: Any) -> Record:  # noqa: ANN401 - JSON values
        """Replace the record by a copy with these values changed; returns the new record."""
        record = {**self.records.get(key, {}), **facts}
        self[key] = record
        return record

    def clear(self) -> None:
        for key in list(self.records):
            del self[key]

    def _note(self, key: str) -> None:
        if self._changed is not None:
            self._changed[self.name, key] = None


class Store:
    """All tables and files of one pretend LINE. `lock` must be held for every use of them."""

    def __init__(self, folder: Path | None) -> None:
        self.lock = threading.RLock()
        self._folder = folder
        self._tables: dict[str, Table] = {}
        self._files: dict[str, bytes] = {}
        self._changed: dict[tuple[str, str], None] = {}
        self._stopped = threading.Event()
        self._writer: threading.Thread | None = None
        if folder:
            (folder / "files").mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(folder / "state.sqlite", check_same_thread=False)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = OFF")
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS record"
                " (place INTEGER PRIMARY KEY, tab TEXT, key TEXT, body TEXT, UNIQUE (tab, key))"
            )
            self._writer = threading.Thread(target=self._write_regularly, daemon=True)
            self._writer.start()

    def table(self, name: str, limit: int | None = None) -> Table:
        """The table of this name, with the records of the last run."""
        table = Table(name, self._changed if self._folder else None, limit)
        if self._folder:
            rows = self._database.execute(
                "SELECT key, body FROM record WHERE tab = ? ORDER BY place", (name,)
            )
            table.records = {key: json.loads(body) for key, body in rows}
        self._tables[name] = table
        return table

    def keep_file(self, name: str, data: bytes) -> None:
        if self._folder:
            (self._folder / "files" / name).write_bytes(data)
        else:
            self._files[name] = data

    def read_file(self, name: str) -> bytes:
        """The bytes stored under this name. Raises FileNotFoundError when there are none."""
        if self._folder:
            return (self._folder / "files" / name).read_bytes()
        if name not in self._files:
            raise FileNotFoundError(name)
        return self._files[name]

    def clear(self) -> None:
        """Delete all records and files."""
        with self.lock:
            for table in self._tables.values():
                table.clear()
            self._files.clear()
            if self._folder:
                for file in (self._folder / "files").iterdir():
                    file.unlink()

    def close(self) -> None:
        """Save the remaining changes and stop; it may be called twice."""
        if self._writer and not self._stopped.is_set():
            self._stopped.set()
            self._writer.join()
            self._write()
            self._database.close()

    def _write_regularly(self) -> None:
        while not self._stopped.wait(WRITE_INTERVAL_SECONDS):
            self._write()

    def _write(self) -> None:
        with self.lock:
            rows = [(tab, key, self._tables[tab].get(key)) for tab, key in self._changed]
            self._changed.clear()
        saved = [(tab, key, json.dumps(record)) for tab, key, record in rows if record is not None]
        deleted = [(tab, key) for tab, key, record in rows if record is None]
        with self._database:
            self._database.executemany("DELETE FROM record WHERE tab = ? AND key = ?", deleted)
            self._database.executemany(
                "INSERT INTO record (tab, key, body) VALUES (?, ?, ?)"
                " ON CONFLICT (tab, key) DO UPDATE SET body = excluded.body",
                saved,
            )
