"""Stores which ordinary cases are about one problem: the leading case, and those joined to it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from storage.cases.sealed_text import IS_ORDINARY
from storage.db.upsert import insert_into
from storage.tables import complaint, joined_case


class JoinedCases:
    """Queries never return a case that has become a staff complaint."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def join(self, complaint_id: int, problem_id: int, officer_id: int, now: datetime) -> None:
        """Join a case, and the cases joined to it, to the leading case of a problem."""
        self._connection.execute(
            update(joined_case)
            .where(joined_case.c.problem_id == complaint_id)
            .values(problem_id=problem_id)
        )
        values = {"problem_id": problem_id, "joined_by": officer_id, "joined_at": now}
        self._connection.execute(
            insert_into(joined_case, self._connection)
            .values(complaint_id=complaint_id, **values)
            .on_conflict_do_update(index_elements=["complaint_id"], set_=values)
        )

    def separate(self, complaint_id: int) -> None:
        self._connection.execute(
            delete(joined_case).where(joined_case.c.complaint_id == complaint_id)
        )

    def dissolve(self, complaint_id: int) -> None:
        """Remove a case from what it is joined to; the oldest of those joined to it leads the others."""
        self.separate(complaint_id)
        members = self.members_of(complaint_id)
        if members:
            leader, *others = members
            self.separate(leader)
            self._connection.execute(
                update(joined_case)
                .where(joined_case.c.complaint_id.in_(others))
                .values(problem_id=leader)
            )
        self._connection.execute(
            delete(joined_case).where(joined_case.c.problem_id == complaint_id)
        )

    def leader_of(self, complaint_id: int) -> int | None:
        """Return the id of the case that a case is joined to, or None."""
        found: int | None = self._connection.scalar(
            select(joined_case.c.problem_id)
            .join(complaint, complaint.c.id == joined_case.c.problem_id)
            .where(joined_case.c.complaint_id == complaint_id, IS_ORDINARY)
        )
        return found

    def members_of(self, problem_id: int) -> list[int]:
        """Return the ids of the cases that are joined to one, the oldest first."""
        return list(
            self._connection.scalars(
                select(joined_case.c.complaint_id)
                .join(complaint, complaint.c.id == joined_case.c.complaint_id)
                .where(joined_case.c.problem_id == problem_id, IS_ORDINARY)
                .order_by(joined_case.c.complaint_id)
            )
        )

    def counts_of(self, problem_ids: Collection[int]) -> dict[int, int]:
        """Return the number of cases joined to each of these, without zeros."""
        rows = self._connection.execute(
            select(joined_case.c.problem_id, func.count())
            .join(complaint, complaint.c.id == joined_case.c.complaint_id)
            .where(joined_case.c.problem_id.in_(problem_ids), IS_ORDINARY)
            .group_by(joined_case.c.problem_id)
        )
        return {row[0]: int(row[1]) for row in rows}

    def filed_between(self, start: datetime, end: datetime) -> int:
        """Return how many of the cases filed in a period are joined to another case."""
        return (
            self._connection.scalar(
                select(func.count())
                .select_from(joined_case)
                .join(complaint, complaint.c.id == joined_case.c.complaint_id)
                .where(complaint.c.filed_at >= start, complaint.c.filed_at < end, IS_ORDINARY)
            )
            or 0
        )
