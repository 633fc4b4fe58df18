"""Stores the LINE groups of departments, and which case each message in them is about.

A group that the bot left or was removed from keeps its row, with the time, and is no longer returned.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, select, update

from storage.db.upsert import insert_into
from storage.tables import department_group, group_message


@dataclass(frozen=True)
class Group:
    """A group. `members`: number of members, for each of which LINE counts a push; 0 if unknown."""

    group_id: str
    department: str
    members: int


class Groups:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def link(self, group_id: str, department: str, officer_id: int, now: datetime) -> None:
        """Link a group to a department, instead of the department it may have been linked to before."""
        values = {
            "department": department,
            "linked_by": officer_id,
            "linked_at": now,
            "left_at": None,
        }
        self._connection.execute(
            insert_into(department_group, self._connection)
            .values(group_id=group_id, **values)
            .on_conflict_do_update(index_elements=["group_id"], set_=values)
        )

    def find(self, group_id: str) -> Group | None:
        found = self._groups(_BY_ID, {"key": group_id})
        return found[0] if found else None

    def of_department(self, department: str) -> Sequence[Group]:
        return self._groups(_OF_DEPARTMENT, {"department": department})

    def all(self) -> Sequence[Group]:
        return self._groups(_CURRENT, {})

    def count_members(self, group_id: str, members: int) -> None:
        self._change(group_id, members=members)

    def left(self, group_id: str, now: datetime) -> None:
        self._change(group_id, left_at=now)

    def add_message(self, message_id: str, complaint_id: int, now: datetime) -> None:
        """Record that a message of the bot in a group is about this case."""
        self._connection.execute(
            group_message.insert().values(
                message_id=message_id, complaint_id=complaint_id, sent_at=now
            )
        )

    def case_of(self, message_id: str) -> int | None:
        """Return the id of the case a message of the bot is about; None if there is none or it was forgotten."""
        found: int | None = self._connection.scalar(
            select(group_message.c.complaint_id).where(group_message.c.message_id == message_id)
        )
        return found

    def forget_messages(self, sent_before: datetime) -> None:
        self._connection.execute(delete(group_message).where(group_message.c.sent_at < sent_before))

    def _groups(self, query: Select[Any], parameters: Mapping[str, object]) -> list[Group]:
        rows = self._connection.execute(query, parameters)
        return [Group(row.group_id, row.department, row.members or 0) for row in rows]

    def _change(self, group_id: str, **values: object) -> None:
        self._connection.execute(
            update(department_group).where(department_group.c.group_id == group_id).values(**values)
        )


# Built once: building a statement takes several times as long as running it, and these run for every message.
_CURRENT = (
    select(
        department_group.c.group_id,
        department_group.c.department,
        department_group.c.members,
    )
    .where(department_group.c.left_at.is_(None))
    .order_by(department_group.c.linked_at)
)
_BY_ID = _CURRENT.where(department_group.c.group_id == bindparam("key"))
_OF_DEPARTMENT = _CURRENT.where(department_group.c.department == bindparam("department"))
