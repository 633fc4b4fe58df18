"""Tasks: work on the network that a transaction asks for and that is done outside any transaction.

What each is about lies sealed: a message of LINE's and the account that sent it would tell who reported what.
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

from storage.db.upsert import Insert, insert_by_dialect
from storage.sealed.vault import UnreadableError, Vault
from storage.tables import task

LEASE = timedelta(seconds=60)


class TaskKind(StrEnum):
    ATTACHMENT = "attachment"
    FORGET_FILE = "forget_file"
    PROFILE = "profile"
    OFFICER_MENU = "officer_menu"
    DEFAULT_MENU = "default_menu"
    QUOTA = "quota"
    GROUP_MEMBERS = "group_members"


class TaskState(IntEnum):
    WAITING = 0
    UNDER_WAY = 1
    GIVEN_UP = 3


@dataclass(frozen=True)
class Task:
    """One piece of work.

    `subject`: a LINE message id for an attachment, a name of storage.sealed.files for a file, a LINE user id for
    a profile or a menu, a group id for its members, a month such as 2569-10 for the plan. `asker`: whom to
    tell when it comes to nothing, or empty. `attempts` counts this one. `orphaned`: whoever ran it last
    never came back to say how it went.
    """

    id: int
    kind: TaskKind
    subject: str
    asker: str
    attempts: int
    created_at: datetime
    orphaned: bool


class Tasks:
    def __init__(self, connection: Connection, wakeups: Counter[str], vault: Vault) -> None:
        self._connection = connection
        self._wakeups = wakeups
        self._vault = vault

    def ask(self, kind: TaskKind, subject: str, now: datetime, asker: str = "") -> None:
        """Ask for it; a task that was run before, or is under way, is run again at once."""
        name = self._vault.index(kind, subject)
        payload = self._vault.seal(f"{subject}\n{asker}".encode(), f"task:{name}")
        self._connection.execute(
            _ASK[self._connection.dialect.name],
            {"kind": kind, "subject": name, "payload": payload, "created_at": now, "next_at": now},
        )
        self._wakeups["task"] += 1

    def claim(self, now: datetime) -> Task | None:
        found = self._connection.execute(_NEXT, {"now": now}).first()
        if found is None:
            return None
        self._connection.execute(_LEASE, {"row": found.id, "until": now + LEASE})
        subject, asker = self._read(found)
        return Task(
            id=found.id,
            kind=TaskKind(found.kind),
            subject=subject,
            asker=asker,
            attempts=found.attempts + 1,
            created_at=found.created_at,
            orphaned=found.state == TaskState.UNDER_WAY,
        )

    def done(self, run: Task) -> None:
        """Nothing is left of it: its subject would tell who wrote and when."""
        self._connection.execute(_DONE, _held_by(run))

    def again(self, run: Task, error: str, at: datetime) -> None:
        self._finish(run, state=TaskState.WAITING, next_at=at, last_error=error[:200])

    def give_up(self, run: Task, error: str) -> None:
        self._finish(
            run,
            state=TaskState.GIVEN_UP,
            last_error=error[:200],
            subject=f"-{run.id}",
            payload=None,
        )

    def release_leases(self) -> None:
        self._connection.execute(
            update(task)
            .where(text("task.state < 2"), task.c.state == TaskState.UNDER_WAY)
            .values(leased_until=None)
        )

    def _read(self, row: Row[Any]) -> tuple[str, str]:
        """Both are empty when it cannot be unsealed: then it fails like any task that cannot be run."""
        try:
            payload = self._vault.open(row.payload or b"", f"task:{row.subject}").decode()
        except UnreadableError:
            payload = ""
        subject, _, asker = payload.partition("\n")
        return subject, asker

    def _finish(self, run: Task, **values: object) -> None:
        self._connection.execute(_FINISH, {**_held_by(run), "leased_until": None, **values})


def _held_by(run: Task) -> dict[str, object]:
    return {"row": run.id, "attempt": run.attempts}


def _ask(insert: Insert) -> Executable:
    anew = ("payload", "created_at", "next_at")
    return insert.on_conflict_do_update(
        index_elements=["kind", "subject"],
        set_={
            **{name: insert.excluded[name] for name in anew},
            "state": TaskState.WAITING,
            "attempts": 0,
            "leased_until": None,
        },
    )


# Built once: making a statement costs several times what running it does, and these run every turn.
_ASK = insert_by_dialect(task, _ask)
_IS_HELD = and_(
    task.c.id == bindparam("row"),
    task.c.state == TaskState.UNDER_WAY,
    task.c.attempts == bindparam("attempt"),
)
_DONE = delete(task).where(_IS_HELD)
_FINISH = update(task).where(_IS_HELD)
_NEXT = (
    select(task)
    .where(
        text("task.state < 2"),
        task.c.next_at <= bindparam("now"),
        or_(task.c.leased_until.is_(None), task.c.leased_until <= bindparam("now")),
    )
    .order_by(task.c.id)
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
