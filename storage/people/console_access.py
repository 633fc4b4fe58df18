"""Stores the console's sessions, one-time links, passwords and failed sign-in attempts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from domain.organisation.officers import Officer, Role
from storage.db.upsert import insert_into
from storage.people.officers import officer_of_row
from storage.sealed.vault import Vault
from storage.tables import console_login, console_session, officer, sign_in_attempt, sign_in_link


@dataclass(frozen=True)
class Session:
    """A signed-in browser. `way`: how it began. `seen_at`: its last request, some minutes late."""

    id: int
    officer_id: int
    way: str
    browser: str
    began_at: datetime
    seen_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Login:
    """The password of an officer. `totp_last`: the interval of the last accepted code."""

    officer_id: int
    name: str
    password_hash: str
    totp_secret: str
    totp_last: int


class ConsoleAccess:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    # -------------------------------------------------------------- sessions
    def begin(
        self,
        token_hash: str,
        officer_id: int,
        *,
        way: str,
        browser: str,
        now: datetime,
        ends_at: datetime,
    ) -> None:
        self._connection.execute(
            console_session.insert().values(
                token_hash=token_hash,
                officer_id=officer_id,
                way=way,
                browser=browser[:80],
                began_at=now,
                seen_at=now,
                ends_at=ends_at,
            )
        )

    def session(self, token_hash: str, now: datetime) -> tuple[Session, Officer] | None:
        """Return a session that has not ended and its active officer."""
        row = self._connection.execute(
            select(*_SESSION, officer.c.name, officer.c.role, officer.c.department)
            .join_from(console_session, officer)
            .where(
                console_session.c.token_hash == token_hash,
                console_session.c.ends_at > now,
                officer.c.active,
            )
        ).first()
        if row is None:
            return None
        # Both tables have a column `id`, so the officer's id is taken from the session.
        found = Officer(row.officer_id, row.name, Role(row.role), row.department)
        return Session(*row[: len(_SESSION)]), found

    def sessions_of(self, officer_id: int, now: datetime) -> list[Session]:
        """Return the sessions of an officer that have not ended, the last used first."""
        rows = self._connection.execute(
            select(*_SESSION)
            .where(console_session.c.officer_id == officer_id, console_session.c.ends_at > now)
            .order_by(console_session.c.seen_at.desc(), console_session.c.id.desc())
        )
        return [Session(*row) for row in rows]

    def seen(self, session_id: int, now: datetime, ends_at: datetime) -> None:
        self._connection.execute(
            update(console_session)
            .where(console_session.c.id == session_id)
            .values(seen_at=now, ends_at=ends_at)
        )

    def end(self, officer_id: int, session_id: int | None = None) -> int:
        """End a session of an officer, or all of them; return how many."""
        query = delete(console_session).where(console_session.c.officer_id == officer_id)
        if session_id is not None:
            query = query.where(console_session.c.id == session_id)
        return self._connection.execute(query).rowcount

    # ----------------------------------------------------------------- links
    def issue_link(
        self, link_hash: str, code_hash: str, officer_id: int, expires_at: datetime
    ) -> None:
        """Store a one-time link and its code; earlier ones of this officer stop working."""
        self.revoke_links(officer_id)
        self._connection.execute(
            sign_in_link.insert().values(
                link_hash=link_hash,
                code_hash=code_hash,
                officer_id=officer_id,
                expires_at=expires_at,
            )
        )

    def revoke_links(self, officer_id: int) -> None:
        self._connection.execute(
            delete(sign_in_link).where(sign_in_link.c.officer_id == officer_id)
        )

    def link_owner(self, link_hash: str, now: datetime) -> Officer | None:
        """Return the active officer of a valid link, without using it up."""
        row = self._connection.execute(
            select(officer)
            .join_from(sign_in_link, officer)
            .where(
                sign_in_link.c.link_hash == link_hash,
                sign_in_link.c.used_at.is_(None),
                sign_in_link.c.expires_at > now,
                officer.c.active,
            )
        ).first()
        return None if row is None else officer_of_row(row)

    def redeem(self, *, link_hash: str = "", code_hash: str = "", now: datetime) -> Officer | None:
        """Use a link by its own hash or by that of its code; None if it is unknown, used or expired."""
        is_it = (
            sign_in_link.c.link_hash == link_hash
            if link_hash
            else sign_in_link.c.code_hash == code_hash
        )
        officer_id = self._connection.scalar(
            update(sign_in_link)
            .where(is_it, sign_in_link.c.used_at.is_(None), sign_in_link.c.expires_at > now)
            .values(used_at=now)
            .returning(sign_in_link.c.officer_id)
        )
        if officer_id is None:
            return None
        row = self._connection.execute(
            select(officer).where(officer.c.id == officer_id, officer.c.active)
        ).first()
        return None if row is None else officer_of_row(row)

    # ------------------------------------------------------------- passwords
    def login(self, name: str) -> Login | None:
        """Return the password of an active officer by the name they sign in with."""
        return self._login(console_login.c.name == name)

    def login_of(self, officer_id: int) -> Login | None:
        return self._login(console_login.c.officer_id == officer_id)

    def set_login(
        self, officer_id: int, name: str, password_hash: str, totp_secret: str, now: datetime
    ) -> None:
        values = {
            "name": name,
            "password_hash": password_hash,
            "totp_secret": self._vault.seal(totp_secret.encode(), f"totp:{officer_id}"),
            "totp_last": 0,
            "set_at": now,
        }
        self._connection.execute(
            insert_into(console_login, self._connection)
            .values(officer_id=officer_id, **values)
            .on_conflict_do_update(index_elements=["officer_id"], set_=values)
        )

    def is_free(self, name: str, officer_id: int) -> bool:
        """Return whether no other officer signs in with this name."""
        return not self._connection.scalar(
            select(func.count())
            .select_from(console_login)
            .where(console_login.c.name == name, console_login.c.officer_id != officer_id)
        )

    def rehash(self, officer_id: int, password_hash: str) -> None:
        self._connection.execute(
            update(console_login)
            .where(console_login.c.officer_id == officer_id)
            .values(password_hash=password_hash)
        )

    def use_totp(self, officer_id: int, interval: int) -> bool:
        """Record that the code of an interval was used; False if it or a later one was used before."""
        used = self._connection.execute(
            update(console_login)
            .where(console_login.c.officer_id == officer_id, console_login.c.totp_last < interval)
            .values(totp_last=interval)
        )
        return used.rowcount == 1

    def drop_login(self, officer_id: int) -> None:
        self._connection.execute(
            delete(console_login).where(console_login.c.officer_id == officer_id)
        )

    def _login(self, condition: ColumnElement[bool]) -> Login | None:
        row = self._connection.execute(
            select(console_login)
            .join_from(console_login, officer)
            .where(condition, officer.c.active)
        ).first()
        if row is None:
            return None
        secret = self._vault.open(row.totp_secret, f"totp:{row.officer_id}").decode()
        return Login(row.officer_id, row.name, row.password_hash, secret, row.totp_last)

    # -------------------------------------------------------------- attempts
    def failures(self, subjects: Sequence[str], since: datetime) -> int:
        """Return the maximum failures of these subjects since then."""
        return (
            self._connection.scalar(
                select(func.max(sign_in_attempt.c.failures)).where(
                    sign_in_attempt.c.subject.in_(subjects), sign_in_attempt.c.first_at > since
                )
            )
            or 0
        )

    def count_failure(self, subject: str, now: datetime, since: datetime) -> None:
        """Count a failure; the count restarts if the first one is older than `since`."""
        self._connection.execute(
            delete(sign_in_attempt).where(
                sign_in_attempt.c.subject == subject, sign_in_attempt.c.first_at <= since
            )
        )
        self._connection.execute(
            insert_into(sign_in_attempt, self._connection)
            .values(subject=subject, failures=1, first_at=now)
            .on_conflict_do_update(
                index_elements=["subject"],
                set_={"failures": sign_in_attempt.c.failures + 1},
            )
        )

    def forget_failures(self, subject: str) -> None:
        self._connection.execute(
            delete(sign_in_attempt).where(sign_in_attempt.c.subject == subject)
        )

    def forget(self, before: datetime) -> None:
        """Delete ended sessions, expired links and attempts from before then."""
        for column in (
            console_session.c.ends_at,
            sign_in_link.c.expires_at,
            sign_in_attempt.c.first_at,
        ):
            self._connection.execute(delete(column.table).where(column < before))


_SESSION = (
    console_session.c.id,
    console_session.c.officer_id,
    console_session.c.way,
    console_session.c.browser,
    console_session.c.began_at,
    console_session.c.seen_at,
    console_session.c.ends_at,
)
