"""Tasks: network and file work that a transaction requests and that runs outside any transaction.

The subject of a task is encrypted: a LINE message id and its sender's account would reveal who reported what.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import (
    Connection,
    Executable,
    Row,
    and_,
    bindparam,
    delete,
    or_,
    select,
    text,
    update,
)

from storage.db.upsert import Insert, InsertByDialect
from storage.sealed.vault import UnreadableError, Vault
from storage.tables import task

TURN = timedelta(seconds=20)
"""Each further task of one person in a row is delayed by this much, so that senders take turns."""
LEASE = timedelta(seconds=60)
"""After this time, another worker may run the task."""


class TaskKind(StrEnum):
    ATTACHMENT = "attachment"
    FORGET_FILE = "forget_file"
    PROFILE = "profile"
    OFFICER_MENU = "officer_menu"
    DEFAULT_MENU = "default_menu"
    QUOTA = "quota"
    GROUP_MEMBERS = "group_members"
    ALBUM = "album"


class TaskState(IntEnum):
    WAITING = 0
    UNDER_WAY = 1
    GIVEN_UP = 3


@dataclass(frozen=True)
class Task:
    """A leased task.

    `subject`: a LINE message id for an attachment, a name of storage.sealed.files for a file, a LINE user id for
    a profile or a menu, a group id for its members, a month such as 2569-10 for the quota, the id of a set of
    photos for an album. `requester`: the account to notify if the task fails, or whose album it is, or empty.
    `counts_for`: the key of DailyUse for the bytes, or empty. `attempts` includes this one. `orphaned`: the last
    run stored no result before its lease ended. `last_error`: why the last run failed.
    """

    id: int
    kind: TaskKind
    subject: str
    requester: str
    counts_for: str
    attempts: int
    created_at: datetime
    orphaned: bool
    last_error: str | None = None


class Tasks:
    def __init__(self, connection: Connection, wakeups: Counter[str], vault: Vault) -> None:
        self._connection = connection
        self._wakeups = wakeups
        self._vault = vault

    def ask(
        self,
        kind: TaskKind,
        subject: str,
        now: datetime,
        requester: str = "",
        *,
        at: datetime | None = None,
        behind: int = 0,
        counts_for: str = "",
    ) -> None:
        """Request a task; an existing one with this kind and subject is reset, even while it runs.

        `requester`: the account to notify if the task fails. `at`: when to run it, by default at once. `behind`:
        how many tasks the same person requested just before; it is delayed by that many turns. `counts_for`: the
        key of DailyUse under which stored bytes are counted.
        """
        pseudonym = self._vault.index(kind, subject)
        payload = self._vault.seal(f"{subject}\n{requester}".encode(), f"task:{pseudonym}")
        use = self._vault.seal(counts_for.encode(), f"task_use:{pseudonym}") if counts_for else None
        row = {"kind": kind, "subject": pseudonym, "payload": payload, "counts_for": use}
        self._connection.execute(
            _ASK[self._connection.dialect.name],
            {**row, "created_at": now, "next_at": at or now, "turn_at": now + behind * TURN},
        )
        self._wakeups["task"] += 1

    def cancel(self, kind: TaskKind, subject: str) -> None:
        """Delete a task that is not needed any more; one that does not exist is ignored."""
        subjects = self._vault.indices(kind, subject)
        self._connection.execute(
            delete(task).where(task.c.kind == kind, task.c.subject.in_(subjects))
        )

    def claim(self, now: datetime) -> Task | None:
        """Lease the oldest task that is due and not leased, None if there is none."""
        found = self._connection.execute(_NEXT, {"now": now}).first()
        if found is None:
            return None
        self._connection.execute(_LEASE, {"row": found.id, "until": now + LEASE})
        subject, requester, counts_for = self._read(found)
        return Task(
            id=found.id,
            kind=TaskKind(found.kind),
            subject=subject,
            requester=requester,
            counts_for=counts_for,
            attempts=found.attempts + 1,
            created_at=found.created_at,
            orphaned=found.state == TaskState.UNDER_WAY,
            last_error=found.last_error,
        )

    def done(self, run: Task) -> None:
        """Delete a finished task, because its row would reveal when a person wrote."""
        self._connection.execute(_DONE, _lease_of(run))

    def again(self, run: Task, error: str, at: datetime) -> None:
        """Retry a task from `at`."""
        self._finish(run, state=TaskState.WAITING, next_at=at, last_error=error[:200])

    def give_up(self, run: Task, error: str) -> None:
        """Give up a task and remove its subject, so that the same task can be requested again."""
        self._finish(
            run,
            state=TaskState.GIVEN_UP,
            last_error=error[:200],
            subject=f"-{run.id}",
            payload=None,
        )

    def release_leases(self) -> None:
        """End all leases, at the start of the only process: the processes that held them have ended."""
        self._connection.execute(
            update(task)
            .where(text("task.state < 2"), task.c.state == TaskState.UNDER_WAY)
            .values(leased_until=None)
        )

    def _read(self, row: Row[Any]) -> tuple[str, str, str]:
        """Return (subject, requester, counts_for), all empty if they cannot be decrypted; the task then fails."""
        try:
            payload = self._vault.open(row.payload or b"", f"task:{row.subject}").decode()
        except UnreadableError:
            return "", "", ""
        subject, _, requester = payload.partition("\n")
        if row.counts_for is None:
            return subject, requester, ""
        use = self._vault.open(row.counts_for, f"task_use:{row.subject}").decode()
        return subject, requester, use

    def _finish(self, run: Task, **values: object) -> None:
        self._connection.execute(_FINISH, {**_lease_of(run), "leased_until": None, **values})


def _lease_of(run: Task) -> dict[str, object]:
    return {"row": run.id, "attempt": run.attempts}


def _ask(insert: Insert) -> Executable:
    replaced = ("payload", "counts_for", "created_at", "next_at", "turn_at")
    return insert.on_conflict_do_update(
        index_elements=["kind", "subject"],
        set_={
            **{name: insert.excluded[name] for name in replaced},
            "state": TaskState.WAITING,
            "attempts": 0,
            "leased_until": None,
        },
    )


# Built once: building a statement takes several times as long as running it, and these run for every message.
_ASK = InsertByDialect(task, _ask)
_IS_LEASED = and_(
    task.c.id == bindparam("row"),
    task.c.state == TaskState.UNDER_WAY,
    task.c.attempts == bindparam("attempt"),
)
_DONE = delete(task).where(_IS_LEASED)
_FINISH = update(task).where(_IS_LEASED)
_NEXT = (
    select(task)
    .where(
        text("task.state < 2"),
        task.c.next_at <= bindparam("now"),
        or_(task.c.leased_until.is_(None), task.c.leased_until <= bindparam("now")),
    )
    .order_by(task.c.turn_at, task.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_LEASE = (
    update(task)
    .where(task.c.id == bindparam("row"))
    .values(
        state=TaskState.UNDER_WAY, attempts=task.c.attempts + 1, leased_until=bindparam("until")
    )
)
