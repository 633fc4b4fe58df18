"""Errands: work on the network that a transaction asks for and that is done outside any transaction."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from sqlalchemy import ColumnElement, Connection, bindparam, delete, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.tables import errand

LEASE = timedelta(seconds=60)


class Kind(StrEnum):
    ATTACHMENT = "attachment"
    FORGET_FILE = "forget_file"
    PROFILE = "profile"
    OFFICER_MENU = "officer_menu"
    DEFAULT_MENU = "default_menu"
    QUOTA = "quota"
    GROUP_MEMBERS = "group_members"


class State(IntEnum):
    WAITING = 0
    UNDER_WAY = 1
    GIVEN_UP = 3


@dataclass(frozen=True)
class Errand:
    """One piece of work.

    `subject`: a LINE message id for an attachment, a SHA-256 for a file, a LINE user id for a profile or
    a menu, a group id for its members, a month such as 2569-10 for the plan.
    """

    id: int
    kind: Kind
    subject: str
    attempts: int
    created_at: datetime


class Errands:
    def __init__(self, connection: Connection, bells: Counter[str]) -> None:
        self._connection = connection
        self._bells = bells

    def ask(self, kind: Kind, subject: str, now: datetime) -> None:
        """Ask for it; an errand that was run before is run again."""
        dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        insert = dialect.insert(errand).values(
            kind=kind, subject=subject, created_at=now, next_at=now
        )
        self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=["kind", "subject"],
                set_={"state": State.WAITING, "attempts": 0, "created_at": now, "next_at": now},
            )
        )
        self._bells["errand"] += 1

    def claim(self, now: datetime) -> Errand | None:
        found = self._connection.execute(_NEXT, {"now": now}).first()
        if found is None:
            return None
        self._connection.execute(_LEASE, {"row": found.id, "until": now + LEASE})
        return Errand(
            found.id, Kind(found.kind), found.subject, found.attempts + 1, found.created_at
        )

    def done(self, run: Errand) -> None:
        """Nothing is left of it: its subject would tell who wrote and when."""
        self._connection.execute(delete(errand).where(*_held_by(run)))

    def again(self, run: Errand, error: str, at: datetime) -> None:
        self._finish(run, state=State.WAITING, next_at=at, last_error=error[:200])

    def give_up(self, run: Errand, error: str) -> None:
        self._finish(run, state=State.GIVEN_UP, last_error=error[:200], subject=f"-{run.id}")

    def release_leases(self) -> None:
        self._connection.execute(
            update(errand)
            .where(text("errand.state < 2"), errand.c.state == State.UNDER_WAY)
            .values(leased_until=None)
        )

    def _finish(self, run: Errand, **values: object) -> None:
        self._connection.execute(
            update(errand).where(*_held_by(run)).values(leased_until=None, **values)
        )


def _held_by(run: Errand) -> tuple[ColumnElement[bool], ...]:
    return (
        errand.c.id == run.id,
        errand.c.state == State.UNDER_WAY,
        errand.c.attempts == run.attempts,
    )


_NEXT = (
    select(errand)
    .where(
        text("errand.state < 2"),
        errand.c.next_at <= bindparam("now"),
        or_(errand.c.leased_until.is_(None), errand.c.leased_until <= bindparam("now")),
    )
    .order_by(errand.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_LEASE = (
    update(errand)
    .where(errand.c.id == bindparam("row"))
    .values(state=State.UNDER_WAY, attempts=errand.c.attempts + 1, leased_until=bindparam("until"))
)
