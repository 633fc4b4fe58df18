"""Counts the waiting events, messages and tasks and the open cases, for metrics."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, TextClause, func, select, text

from storage.cases.queue_filter import is_late
from storage.cases.sealed_text import IS_ORDINARY
from storage.tables import complaint, inbox, outbox, task
from storage.transaction import Transaction


@dataclass(frozen=True)
class Waiting:
    """`since`: when the oldest item became due; None if none is due."""

    count: int
    since: datetime | None


@dataclass(frozen=True)
class Backlog:
    """`waiting`: by `events`, `messages` and `tasks`. `deferred`: number of deferred messages.

    Cases about staff are not counted.
    """

    waiting: Mapping[str, Waiting]
    deferred: int
    cases_open: int
    cases_overdue: int


def read_backlog(tx: Transaction, now: datetime) -> Backlog:
    """Count over partial indexes: the time depends on the number of open items, not of all rows."""

    def count(table: Table, *where: ColumnElement[bool] | TextClause) -> int:
        counted = select(func.count()).select_from(table).where(*where)
        return tx.connection.execute(counted).scalar_one()

    # States are literals: SQLite uses a partial index only if the query contains its condition.
    open_task = text("task.state < 2")
    tasks_since: datetime | None = tx.connection.scalar(
        select(func.min(task.c.next_at)).where(open_task, task.c.next_at <= now)
    )
    is_open = (complaint.c.ended_at.is_(None), IS_ORDINARY)
    return Backlog(
        waiting={
            "events": Waiting(count(inbox, text("inbox.state = 0")), tx.inbox.oldest_waiting()),
            "messages": Waiting(
                count(outbox, text("outbox.state < 2")), tx.delivery.due_since(now)
            ),
            "tasks": Waiting(count(task, open_task), tasks_since),
        },
        deferred=count(outbox, text("outbox.state = 4")),
        cases_open=count(complaint, *is_open),
        cases_overdue=count(complaint, *is_open, is_late(now)),
    )
