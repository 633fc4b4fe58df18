"""What reporters said beside the stories of their cases: notes, verdicts and comments, changed by the reporter."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Column, ColumnElement, Connection, select, update

from domain.cases.complaint import Complaint, Status
from storage.restricted import decrypt_if_restricted, encrypt_if_restricted
from storage.sealed.vault import Vault
from storage.tables import audit, ending, rating

Change = Callable[[str], str | None]
"""A text as it is to be; None where it is to stay."""


@dataclass(frozen=True)
class Changed:
    """One note as it is to be kept."""

    column: Column[str]
    row_id: int
    text: str


class ReporterNotes:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def changed(self, case: Complaint, since: datetime, change: Change) -> list[Changed]:
        """The newest note of a case said since then, wherever it is kept; empty when there is none."""
        said = (audit.c.complaint_id == case.id, audit.c.actor == "reporter", audit.c.at >= since)
        judged = (ending.c.complaint_id == case.id, ending.c.verdict_at >= since)
        # Any other ending is what an officer said of it.
        withdrawn = (
            ending.c.complaint_id == case.id,
            ending.c.status == Status.WITHDRAWN.value,
            ending.c.ended_at >= since,
        )
        # A comment may come long after its score.
        rated = (rating.c.complaint_id == case.id,)
        sealed = partial(self._newest, change, case=case)
        found = (
            sealed(audit.c.note, said, f"audit:{case.id}"),
            sealed(ending.c.reason, judged, f"verdict:{case.id}"),
            sealed(ending.c.note, withdrawn, f"ending:{case.id}"),
            self._newest(change, rating.c.comment, rated),
        )
        return [one for one in found if one is not None]

    def changed_of_visits(self, rater: str, change: Change) -> list[Changed]:
        """The newest comment of one person on a visit to a counter; empty when there is none."""
        visits = (rating.c.rater == rater, rating.c.complaint_id.is_(None))
        found = self._newest(change, rating.c.comment, visits)
        return [] if found is None else [found]

    def save(self, changed: Iterable[Changed]) -> None:
        for one in changed:
            table = one.column.table
            self._connection.execute(
                update(table).where(table.c.id == one.row_id).values({one.column: one.text})
            )

    def _newest(
        self,
        change: Change,
        column: Column[str],
        where: tuple[ColumnElement[bool], ...],
        about: str = "",
        *,
        case: Complaint | None = None,
    ) -> Changed | None:
        key = column.table.c.id
        rows = self._connection.execute(select(key, column).where(*where).order_by(key.desc()))
        for row_id, kept in rows.all():
            new = change(decrypt_if_restricted(self._vault, kept, about, case))
            if new is not None:
                text = encrypt_if_restricted(self._vault, new, about, case)
                return Changed(column, row_id, text)
        return None
