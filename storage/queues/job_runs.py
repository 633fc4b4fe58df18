"""Stores claimed runs of scheduled jobs, restores of the database, and reported months."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, bindparam, delete, exists, func, select

from storage.db.upsert import insert_into
from storage.tables import complaint, job_run, month_report

RESTORE = "restore"
PROBE = "health"
_SLOT_LENGTH = 40
"""Characters of the column."""


@dataclass(frozen=True)
class FrozenMonth:
    """A month's figures as reported. `month`: such as 2569-10; `figures`: JSON; `sha256`: of that JSON."""

    month: str
    figures: str
    sha256: str


@dataclass(frozen=True)
class Restored:
    """A restore. `made_at`: when the backup was made. `at`: when it was restored; the time between is lost."""

    made_at: datetime
    at: datetime


class Jobs:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(self, job: str, slot: str, now: datetime) -> bool:
        """Claim one run of a job; False if any process has claimed it before.

        `slot`: identifies the run, for example its scheduled time. One that is too long for the column, such as
        one with the long id of a staff complaint, is stored as its hash.
        """
        if len(slot) > _SLOT_LENGTH:
            slot = sha256(slot.encode()).hexdigest()[:_SLOT_LENGTH]
        inserted = self._connection.execute(
            insert_into(job_run, self._connection)
            .values(job=job, slot=slot, claimed_at=now)
            .on_conflict_do_nothing()
            .returning(job_run.c.slot)
        )
        # RETURNING instead of the row count, which SQLAlchemy does not provide for this INSERT on psycopg.
        return inserted.first() is not None

    def is_new(self, job: str) -> bool:
        """Return whether no run of this job was ever claimed."""
        return not self._connection.scalar(select(exists().where(job_run.c.job == job)))

    def last_slot(self, job: str) -> str | None:
        newest: str | None = self._connection.scalar(
            select(func.max(job_run.c.slot)).where(job_run.c.job == job)
        )
        return newest

    def first_at(self) -> datetime | None:
        """Return when the oldest run that is still known was claimed."""
        oldest: datetime | None = self._connection.scalar(select(func.min(job_run.c.claimed_at)))
        return oldest

    def count(self, job: str, prefix: str) -> int:
        """Return how many runs of a job were claimed whose slot starts with `prefix`."""
        where = (job_run.c.job == job, job_run.c.slot.startswith(prefix, autoescape=True))
        found = self._connection.scalar(select(func.count()).select_from(job_run).where(*where))
        return found or 0

    def note_restore(self, made_at: datetime, now: datetime) -> None:
        """Record that this database was restored now from the backup made at `made_at`."""
        self.claim(RESTORE, made_at.isoformat(), now)

    def last_restore(self) -> Restored | None:
        row = self._connection.execute(
            select(job_run.c.slot, job_run.c.claimed_at)
            .where(job_run.c.job == RESTORE)
            .order_by(job_run.c.claimed_at.desc())
        ).first()
        return row and Restored(datetime.fromisoformat(row.slot), row.claimed_at)

    def note_probe(self, now: datetime) -> None:
        """Write the row by which the health check proves that the database can be written."""
        values = {"job": PROBE, "slot": PROBE, "claimed_at": now}
        self._connection.execute(
            insert_into(job_run, self._connection)
            .values(values)
            .on_conflict_do_update(
                index_elements=["job", "slot"], set_={"claimed_at": values["claimed_at"]}
            )
        )

    def forget(self, claimed_before: datetime) -> int:
        """Delete runs claimed before then that are no longer needed; return how many.

        The newest run of each job stays, because missed runs are computed from it. Runs of open cases stay (their
        slot starts with the case id), because they prevent a second message of the same kind.
        """
        newest = set(
            self._connection.execute(
                select(job_run.c.job, func.max(job_run.c.slot)).group_by(job_run.c.job)
            ).all()
        )
        open_cases = set(
            self._connection.scalars(select(complaint.c.id).where(complaint.c.ended_at.is_(None)))
        )
        old = self._connection.execute(
            select(job_run.c.job, job_run.c.slot).where(job_run.c.claimed_at < claimed_before)
        ).all()
        obsolete = [
            {"of": run.job, "at": run.slot}
            for run in old
            if run not in newest and _case_of(run.slot) not in open_cases
        ]
        if obsolete:
            self._connection.execute(_DELETE, obsolete)
        return len(obsolete)

    def freeze_month(self, report: FrozenMonth, now: datetime) -> bool:
        """Store a month's figures permanently; False if the month is already stored."""
        inserted = self._connection.execute(
            insert_into(month_report, self._connection)
            .values(month=report.month, figures=report.figures, sha256=report.sha256, made_at=now)
            .on_conflict_do_nothing()
            .returning(month_report.c.month)
        )
        return inserted.first() is not None

    def frozen_month(self, month: str) -> FrozenMonth | None:
        row = self._connection.execute(
            select(month_report.c.month, month_report.c.figures, month_report.c.sha256).where(
                month_report.c.month == month
            )
        ).first()
        return None if row is None else FrozenMonth(*row)


def _case_of(slot: str) -> int | None:
    """Return the case id at the start of a slot (`<case id>:…`), None for other slots."""
    first, colon, _ = slot.partition(":")
    return int(first) if colon and first.isdecimal() else None


_DELETE = delete(job_run).where(job_run.c.job == bindparam("of"), job_run.c.slot == bindparam("at"))
