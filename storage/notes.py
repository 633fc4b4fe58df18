"""What reporters said beside the stories of their cases: notes, verdicts and comments, changed by the reporter."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Connection, select, update

from domain.complaint import Complaint, Status
from storage.tables import audit, ending, rating
from storage.vault import Vault

Change = Callable[[str], str | None]
"""A text as it is to be; None where it is to stay."""


class Notes:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def change(self, case: Complaint, since: datetime, change: Change) -> bool:
        """Change the newest note of a case said since then, wherever it is kept; whether there is one."""
        changes = [
            self._change(
                audit.c.id,
                audit.c.note,
                (
                    audit.c.complaint_id == case.id,
                    audit.c.actor == "reporter",
                    audit.c.at >= since,
                ),
                change,
            ),
            self._change(
                ending.c.id,
                ending.c.reason,
                (ending.c.complaint_id == case.id, ending.c.verdict_at >= since),
                change,
            ),
            self._change(
                ending.c.id,
                ending.c.note,
                # Any other ending is what an officer said of it.
                (
                    ending.c.complaint_id == case.id,
                    ending.c.status == Status.WITHDRAWN.value,
                    ending.c.ended_at >= since,
                ),
                change,
            ),
            # A comment may come long after its score.
            self._change(
                rating.c.id, rating.c.comment, (rating.c.complaint_id == case.id,), change
            ),
        ]
        return any(changes)

    def change_visit(self, rater: str, change: Change) -> bool:
        """Change the newest comment of one person on a visit to a counter; whether there is one."""
        where = (rating.c.rater == rater, rating.c.complaint_id.is_(None))
        return self._change(rating.c.id, rating.c.comment, where, change)

    def _change(
        self,
        key: Column[int],
        column: Column[str],
        where: tuple[ColumnElement[bool], ...],
        change: Change,
    ) -> bool:
        rows = self._connection.execute(select(key, column).where(*where).order_by(key.desc()))
        changed = (
            (row_id, new) for row_id, kept in rows.all() if (new := change(kept)) is not None
        )
        newest = next(changed, None)
        if newest is None:
            return False
        row_id, new = newest
        self._connection.execute(update(key.table).where(key == row_id).values({column: new}))
        return True
