"""Stores LINE users, officers, and the codes with which an officer links a LINE account."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select, update

from domain.organisation.officers import Officer, Role
from storage.db.upsert import InsertByDialect, insert_into
from storage.people.officer_history import OfficerHistory
from storage.tables import link_attempt, link_code, officer, person


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


@dataclass(frozen=True)
class Linked:
    """An officer and their LINE account."""

    officer: Officer
    line_user_id: str


@dataclass(frozen=True)
class Redeemed:
    """The officer whose code was used, and the account that was linked to them before, None if there was none."""

    officer: Officer
    account_before: str | None


class Officers:
    def __init__(self, connection: Connection, history: OfficerHistory) -> None:
        """`history`: gets the state of an officer before each change."""
        self._connection = connection
        self._history = history

    def add(
        self,
        name: str,
        role: Role,
        department: str | None,
        now: datetime,
        other_names: Sequence[str] = (),
    ) -> Officer:
        key = self._connection.execute(
            officer.insert().values(
                name=name,
                role=role,
                department=department,
                added_at=now,
                other_names="\n".join(other_names),
            )
        ).inserted_primary_key
        assert key is not None
        return Officer(key[0], name, role, department)

    def change(self, changed: Officer, other_names: Sequence[str] | None, now: datetime) -> None:
        """Store an officer's name, post and whether they serve. `other_names`: None keeps them as they are."""
        self._history.remember(changed.id, now)
        values: dict[str, object] = {
            "name": changed.name,
            "role": changed.role,
            "department": changed.department,
            "active": changed.active,
        }
        if other_names is not None:
            values["other_names"] = "\n".join(other_names)
        self._connection.execute(update(officer).where(officer.c.id == changed.id).values(**values))

    def other_names_of(self, officer_id: int) -> tuple[str, ...]:
        """Return the other names of an officer, none for an unknown id."""
        stored = self._connection.scalar(
            select(officer.c.other_names).where(officer.c.id == officer_id)
        )
        return tuple((stored or "").splitlines())

    def get(self, officer_id: int) -> Officer:
        """Return an officer. Raises sqlalchemy.exc.NoResultFound for an unknown id."""
        row = self._connection.execute(select(officer).where(officer.c.id == officer_id)).one()
        return officer_of_row(row)

    def lock(self, ids: Iterable[int], *, to_change: bool = False) -> dict[int, Officer]:
        """Read officers, by id, and lock them against changes until this transaction ends.

        The lock is shared (FOR SHARE): other transactions may lock the same officers. `to_change`: an exclusive
        lock (FOR NO KEY UPDATE), which waits for the shared ones: cases assigned under those are then visible, and
        no others can be assigned meanwhile. On SQLite the write transaction is the lock.
        https://www.postgresql.org/docs/current/explicit-locking.html
        """
        query = _LOCK_EXCLUSIVE if to_change else _LOCK_SHARED
        rows = self._connection.execute(query, {"ids": sorted(ids)})
        return {row.id: officer_of_row(row) for row in rows}

    def all(self) -> list[Officer]:
        return [officer_of_row(row) for row in self._connection.execute(_OFFICERS)]

    def by_line(self, line_user_id: str) -> Officer | None:
        """Return the active officer with this LINE account."""
        row = self._connection.execute(_OFFICER_BY_LINE, {"who": line_user_id}).first()
        return None if row is None else officer_of_row(row)

    def is_linked(self, line_user_id: str) -> bool:
        """Whether this account belongs to an active officer, even of a role that only a newer release knows."""
        return self._connection.execute(_OFFICER_BY_LINE, {"who": line_user_id}).first() is not None

    def linked(self) -> list[Linked]:
        """Return all active officers with a LINE account, by officer id."""
        rows = self._connection.execute(_LINKED)
        return [Linked(officer_of_row(row), row.line_user_id) for row in rows]

    def unlink(self, officer_id: int) -> str | None:
        """Remove the LINE account of an officer; return it."""
        line_user_id: str | None = self._connection.scalar(
            select(officer.c.line_user_id).where(officer.c.id == officer_id)
        )
        self._connection.execute(
            update(officer).where(officer.c.id == officer_id).values(line_user_id=None)
        )
        return line_user_id

    def retire(self, officer_id: int, now: datetime) -> str | None:
        """Deactivate an officer, remove their account and invalidate their codes; return the account."""
        self._history.remember(officer_id, now)
        line_user_id: str | None = self._connection.scalar(
            select(officer.c.line_user_id).where(officer.c.id == officer_id)
        )
        self._connection.execute(
            update(officer)
            .where(officer.c.id == officer_id)
            .values(active=False, line_user_id=None)
        )
        self._connection.execute(
            update(link_code)
            .where(link_code.c.officer_id == officer_id, link_code.c.used_at.is_(None))
            .values(used_at=now)
        )
        return line_user_id

    def issue_code(self, officer_id: int, code_hash: str, expires_at: datetime) -> None:
        """Store the hash of a new code for an officer and delete their unused codes."""
        self._connection.execute(
            delete(link_code).where(
                link_code.c.officer_id == officer_id, link_code.c.used_at.is_(None)
            )
        )
        self._connection.execute(
            link_code.insert().values(
                code_hash=code_hash, officer_id=officer_id, expires_at=expires_at
            )
        )

    def redeem_code(self, code_hash: str, line_user_id: str, now: datetime) -> Redeemed | None:
        """Mark a code as used and link the account to its officer; None if the code is unknown, used or expired.

        The account is unlinked from any other officer.
        """
        used = self._connection.execute(
            update(link_code)
            .where(
                link_code.c.code_hash == code_hash,
                link_code.c.used_at.is_(None),
                link_code.c.expires_at > now,
            )
            .values(used_at=now)
        )
        if used.rowcount != 1:
            return None
        officer_id = self._connection.execute(
            select(link_code.c.officer_id).where(link_code.c.code_hash == code_hash)
        ).scalar_one()
        account_before = self._connection.execute(
            select(officer.c.line_user_id).where(officer.c.id == officer_id).with_for_update()
        ).scalar_one()
        others = self._connection.scalars(
            select(officer.c.id).where(
                officer.c.line_user_id == line_user_id, officer.c.id != officer_id
            )
        ).all()
        for changed in (*others, *([officer_id] if account_before else [])):
            self._history.remember(changed, now)
        self._connection.execute(
            update(officer).where(officer.c.id.in_(others)).values(line_user_id=None)
        )
        self._connection.execute(
            update(officer).where(officer.c.id == officer_id).values(line_user_id=line_user_id)
        )
        return Redeemed(self.get(officer_id), account_before)

    def failures_since(self, line_user_id: str, since: datetime) -> int:
        """Return the number of wrong codes from this account, 0 if the last one was at `since` or before."""
        return (
            self._connection.scalar(
                select(link_attempt.c.failures).where(
                    link_attempt.c.line_user_id == line_user_id, link_attempt.c.last_at > since
                )
            )
            or 0
        )

    def count_failure(self, line_user_id: str, now: datetime, *, window: timedelta) -> None:
        """Count a wrong code; the count starts again if the last one is older than `window`."""
        failures = self.failures_since(line_user_id, now - window) + 1
        self._connection.execute(
            insert_into(link_attempt, self._connection)
            .values(line_user_id=line_user_id, failures=failures, last_at=now)
            .on_conflict_do_update(
                index_elements=["line_user_id"], set_={"failures": failures, "last_at": now}
            )
        )


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


def officer_of_row(row: Row[Any]) -> Officer:
    """The officer in a row with the columns of the table `officer`."""
    return Officer(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        department=row.department,
        active=row.active,
    )


OFFICER_COLUMNS = (
    officer.c.id,
    officer.c.name,
    officer.c.role,
    officer.c.department,
    officer.c.active,
)
"""The columns that `officer_of_row` reads."""
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
_OFFICER_BY_LINE = select(officer).where(
    officer.c.line_user_id == bindparam("who"), officer.c.active
)
_BY_IDS = (
    select(officer).where(officer.c.id.in_(bindparam("ids", expanding=True))).order_by(officer.c.id)
)
_LOCK_SHARED = _BY_IDS.with_for_update(read=True)
_LOCK_EXCLUSIVE = _BY_IDS.with_for_update(key_share=True)
_OFFICERS = select(officer).order_by(officer.c.id)
_LINKED = (
    select(officer)
    .where(officer.c.active, officer.c.line_user_id.is_not(None))
    .order_by(officer.c.id)
)
