"""Which run of which job has been taken, and the months that were reported."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, exists, func, select

from storage.db.upsert import insert_into
from storage.tables import complaint, job_run, month_report

RESTORE = "restore"


@dataclass(frozen=True)
class FrozenMonth:
    """A month's figures as JSON, as they were reported, and the SHA-256 of that JSON."""

    month: str
    figures: str
    sha256: str


@dataclass(frozen=True)
class Restored:
    """`made_at`: the moment that came back. `at`: when it came; what was between the two is gone."""

    made_at: datetime
    at: datetime


class Jobs:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claim(self, job: str, slot: str, now: datetime) -> bool:
        """Take one run of a job; False when any process has taken it before."""
        taken = self._connection.execute(
            insert_into(job_run, self._connection)
            .values(job=job, slot=slot, claimed_at=now)
            .on_conflict_do_nothing()
            .returning(job_run.c.slot)
        )
        # What came back, not the row count: psycopg has none of an INSERT when it is asked for.
        return taken.first() is not None

    def is_new(self, job: str) -> bool:
        """Whether this job has never run here."""
        return not self._connection.scalar(select(exists().where(job_run.c.job == job)))

    def last_slot(self, job: str) -> str | None:
        newest: str | None = self._connection.scalar(
            select(func.max(job_run.c.slot)).where(job_run.c.job == job)
        )
        return newest

    def note_restore(self, made_at: datetime, now: datetime) -> None:
        """Say of this database that it is the backup of `made_at`."""
        self.claim(RESTORE, made_at.isoformat(), now)

    def last_restore(self) -> Restored | None:
        row = self._connection.execute(
            select(job_run.c.slot, job_run.c.claimed_at)
            .where(job_run.c.job == RESTORE)
            .order_by(job_run.c.claimed_at.desc())
        ).first()
        return row and Restored(datetime.fromisoformat(row.slot), row.claimed_at)

    def forget(self, claimed_before: datetime) -> int:
        """Drop runs that nobody will ask for again; returns how many.

        Kept are the newest of each job, which tells what was missed since, and those of cases still
        open: their slot begins with the case's id, and what was said once is not said again.
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
        gone = [
            {"of": run.job, "at": run.slot}
            for run in old
            if run not in newest and _case_of(run.slot) not in open_cases
        ]
        if gone:
            self._connection.execute(_FORGET, gone)
        return len(gone)

    def freeze_month(self, report: FrozenMonth, now: datetime) -> bool:
        """Keep a month's figures for ever; False when they are kept already."""
        kept = self._connection.execute(
            insert_into(month_report, self._connection)
            .values(month=report.month, figures=report.figures, sha256=report.sha256, made_at=now)
            .on_conflict_do_nothing()
            .returning(month_report.c.month)
        )
        return kept.first() is not None

    def frozen_month(self, month: str) -> FrozenMonth | None:
        row = self._connection.execute(
            select(month_report.c.month, month_report.c.figures, month_report.c.sha256).where(
                month_report.c.month == month
            )
        ).first()
        return None if row is None else FrozenMonth(*row)


def _case_of(slot: str) -> int | None:
    """The case a slot speaks of, if it speaks of one."""
    first, colon, _ = slot.partition(":")
    return int(first) if colon and first.isdecimal() else None


_FORGET = delete(job_run).where(job_run.c.job == bindparam("of"), job_run.c.slot == bindparam("at"))
