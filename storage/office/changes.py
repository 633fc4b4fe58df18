"""Stores the office's changes of its data and sentences: every change, its author, and the replaced value."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, Row, func, select

from domain.organisation.overlay import Override, Path
from storage.tables import office_change

SHIPPED = "shipped"
"""The value of an entry in a change that restores the value of the files."""


@dataclass(frozen=True)
class OfficeChange:
    """One change. `before`, `after`: a TOML value, None for no entry, SHIPPED for the value of the files."""

    id: int
    at: datetime
    officer_id: int | None
    file: str
    path: Path
    before: Any
    after: Any
    undoes: int | None


class OfficeChanges:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def newest_id(self) -> int:
        """Return the id of the newest change, 0 if there is none, to detect changes of the data."""
        return self._connection.scalar(_NEWEST) or 0

    def overrides(self) -> list[Override]:
        """Return the entries that differ from the files, the earliest change first."""
        newest = select(func.max(office_change.c.id)).group_by(
            office_change.c.file, office_change.c.path
        )
        rows = self._connection.execute(
            select(office_change)
            .where(office_change.c.id.in_(newest), office_change.c.after.is_not(None))
            .order_by(office_change.c.id)
        )
        return [Override(row.file, tuple(json.loads(row.path)), _loads(row.after)) for row in rows]

    def former_entries(self, file: str) -> list[tuple[Path, dict[str, Any]]]:
        """Return all earlier values of a file's entries, each with its path, the earliest first."""
        rows = self._connection.execute(
            select(office_change).where(office_change.c.file == file).order_by(office_change.c.id)
        )
        changes = [_change(row) for row in rows]
        values = ((one.path, value) for one in changes for value in (one.before, one.after))
        return [(path, value) for path, value in values if isinstance(value, dict)]

    def add(
        self,
        override: Override,
        before: Any,  # noqa: ANN401 - what TOML can hold
        *,
        officer_id: int | None,
        now: datetime,
        undoes: int | None = None,
    ) -> int:
        """Store a change; return its id. `before`: the replaced value."""
        key = self._connection.execute(
            office_change.insert().values(
                at=now,
                officer_id=officer_id,
                file=override.file,
                path=json.dumps(override.path, ensure_ascii=False),
                before=_dumps(before),
                after=_dumps(override.value),
                undoes=undoes,
            )
        ).inserted_primary_key
        assert key is not None
        return int(key[0])

    def get(self, change_id: int) -> OfficeChange | None:
        row = self._connection.execute(
            select(office_change).where(office_change.c.id == change_id)
        ).first()
        return None if row is None else _change(row)

    def last_to_undo(self, file: str, path: Path) -> int | None:
        """Return the id of an entry's last change that was not undone, None if its value is the shipped one.

        Undoing it restores the value before it. An undo is none itself: one after the other they lead back to the
        shipped value.
        """
        rows = self._connection.execute(
            select(office_change.c.id, office_change.c.undoes)
            .where(
                office_change.c.file == file,
                office_change.c.path == json.dumps(path, ensure_ascii=False),
            )
            .order_by(office_change.c.id)
        )
        standing: list[int] = []
        for row in rows:
            # An earlier release undid undos, which counts as a change.
            if row.undoes is not None and standing and standing[-1] == row.undoes:
                standing.pop()
            else:
                standing.append(row.id)
        return standing[-1] if standing else None

    def history(self, limit: int, file: str = "") -> list[OfficeChange]:
        """Return the newest changes of a file, or of all files, the newest first."""
        query = select(office_change).order_by(office_change.c.id.desc()).limit(limit)
        if file:
            query = query.where(office_change.c.file == file)
        return [_change(row) for row in self._connection.execute(query)]


def _change(row: Row[Any]) -> OfficeChange:
    return OfficeChange(
        row.id,
        row.at,
        row.officer_id,
        row.file,
        tuple(json.loads(row.path)),
        _loads(row.before),
        _loads(row.after),
        row.undoes,
    )


def _dumps(value: Any) -> str | None:  # noqa: ANN401 - what TOML can hold
    if value == SHIPPED:
        return None
    return json.dumps(value, ensure_ascii=False, default=_tagged)


def _loads(stored: str | None) -> Any:  # noqa: ANN401 - what TOML can hold
    return SHIPPED if stored is None else json.loads(stored, object_hook=_untagged)


def _tagged(value: object) -> dict[str, str]:
    """Encode dates and times, which exist in TOML but not in JSON."""
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    if isinstance(value, time):
        return {"$time": value.isoformat()}
    raise TypeError(f"{type(value).__name__} cannot be stored")


def _untagged(value: dict[str, Any]) -> Any:  # noqa: ANN401 - what TOML can hold
    if set(value) == {"$date"}:
        return date.fromisoformat(value["$date"])
    if set(value) == {"$time"}:
        return time.fromisoformat(value["$time"])
    return value


_NEWEST = select(func.max(office_change.c.id))
