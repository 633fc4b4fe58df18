"""Stores LINE users: residents and, by their accounts, officers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select, update

from domain.organisation.officers import Officer
from storage.db.upsert import InsertByDialect
from storage.people.officers import OFFICER_COLUMNS, officer_of_row
from storage.tables import officer, person


@dataclass(frozen=True)
class Person:
    """A LINE user. `language`: from the LINE profile, empty if unknown.

    `notice_shown_at`: time of the last event that was answered with the privacy notice, None if never.
    `blocked_at`: when the user blocked the bot, None if they have not.
    `officer`: the active officer whose account this is, None for all other users.
    """

    line_user_id: str
    display_name: str
    language: str
    first_seen_at: datetime
    notice_shown_at: datetime | None
    blocked_at: datetime | None
    officer: Officer | None = None


class People:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        # A cache, because handling one message reads its sender several times.
        self._cache: dict[str, Person | None] = {}

    def find(self, line_user_id: str) -> Person | None:
        if line_user_id not in self._cache:
            self._cache[line_user_id] = self._read(line_user_id)
        return self._cache[line_user_id]

    def _read(self, line_user_id: str) -> Person | None:
        row = self._connection.execute(_PERSON, {"who": line_user_id}).first()
        return None if row is None else person_of_row(row)

    def preset(self, line_user_id: str, found: Person | None) -> None:
        """Let `find` return this person, whom another statement of this transaction has read."""
        self._cache[line_user_id] = found

    def names_of(self, line_user_ids: Iterable[str]) -> dict[str, str]:
        """Return the names of users by their id, "" for an unread profile, without those who are unknown."""
        rows = self._connection.execute(
            select(person.c.line_user_id, person.c.display_name).where(
                person.c.line_user_id.in_(set(line_user_ids))
            )
        )
        return {row.line_user_id: row.display_name for row in rows}

    def has_blocked(self, line_user_id: str) -> bool:
        """Return whether this user has blocked the bot; False for an unknown user."""
        return self._connection.scalar(_BLOCKED_AT, {"who": line_user_id}) is not None

    def ensure(self, line_user_id: str, now: datetime) -> None:
        """Add a user; one who exists stays unchanged."""
        self._cache.pop(line_user_id, None)
        self._connection.execute(
            _ADD_PERSON[self._connection.dialect.name],
            {"line_user_id": line_user_id, "first_seen_at": now},
        )

    def describe(self, line_user_id: str, display_name: str, language: str) -> None:
        """Store name and language from a LINE profile."""
        self._change(line_user_id, display_name=display_name[:200], language=language[:10])

    def forget(self, line_user_id: str) -> None:
        """Delete a user's row; their next message adds it again with `ensure`."""
        self._cache.pop(line_user_id, None)
        self._connection.execute(delete(person).where(person.c.line_user_id == line_user_id))

    def notice_shown(self, line_user_id: str, at: datetime) -> None:
        """Record that the privacy notice was shown. `at`: time of the event that it answered."""
        self._change(line_user_id, notice_shown_at=at)

    def blocked(self, line_user_id: str, at: datetime | None) -> None:
        """Record when a user blocked the bot, or with None that they have unblocked it."""
        self._change(line_user_id, blocked_at=at)

    def _change(self, line_user_id: str, **values: object) -> None:
        self._cache.pop(line_user_id, None)
        self._connection.execute(_CHANGE, {"who": line_user_id, **values})


def person_of_row(row: Row[Any]) -> Person:
    """The user in a row with the columns of the table `person` and OFFICER_COLUMNS."""
    return Person(
        row.line_user_id,
        row.display_name,
        row.language,
        row.first_seen_at,
        row.notice_shown_at,
        row.blocked_at,
        officer=None if row.id is None else officer_of_row(row),
    )


# Built once: building a statement takes several times as long as running it, and these run for every message.
_PERSON = (
    select(person, *OFFICER_COLUMNS)
    .outerjoin_from(
        person, officer, (officer.c.line_user_id == person.c.line_user_id) & officer.c.active
    )
    .where(person.c.line_user_id == bindparam("who"))
)
_BLOCKED_AT = select(person.c.blocked_at).where(person.c.line_user_id == bindparam("who"))
_ADD_PERSON = InsertByDialect(person, lambda insert: insert.on_conflict_do_nothing())
_CHANGE = update(person).where(person.c.line_user_id == bindparam("who"))
