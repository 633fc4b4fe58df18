"""Stores requests to learn who reported a staff complaint, and the second person's decisions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from storage.sealed.vault import Vault
from storage.tables import identity_request


@dataclass(frozen=True)
class IdentityRequest:
    """An undecided request. `asked_by`, `decides`: ids of officers. `reason`: decrypted."""

    id: int
    complaint_id: int
    asked_by: int
    decides: int
    reason: str
    asked_at: datetime


class IdentityRequests:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def ask(
        self, complaint_id: int, asked_by: int, decides: int, reason: str, now: datetime
    ) -> None:
        """Store a request; it replaces an undecided one for the same case."""
        self._connection.execute(
            delete(identity_request).where(
                identity_request.c.complaint_id == complaint_id,
                identity_request.c.decided_at.is_(None),
            )
        )
        self._connection.execute(
            identity_request.insert().values(
                complaint_id=complaint_id,
                asked_by=asked_by,
                decides=decides,
                reason=self._vault.seal(reason.encode(), _associated_data(complaint_id)),
                asked_at=now,
            )
        )

    def open_of(self, complaint_id: int, since: datetime) -> IdentityRequest | None:
        """Return the request for a case that was asked at `since` or later and is not decided.

        Raises UnreadableError.
        """
        row = self._connection.execute(
            select(identity_request).where(
                identity_request.c.complaint_id == complaint_id,
                identity_request.c.decided_at.is_(None),
                identity_request.c.asked_at >= since,
            )
        ).first()
        return None if row is None else self._read(row)

    def cases_to_decide(self, decides: int, since: datetime) -> list[int]:
        """Return the ids of the cases whose open request an officer decides, the oldest request first."""
        rows = self._connection.scalars(
            select(identity_request.c.complaint_id)
            .where(
                identity_request.c.decides == decides,
                identity_request.c.decided_at.is_(None),
                identity_request.c.asked_at >= since,
            )
            .order_by(identity_request.c.id)
        )
        return list(rows)

    def _read(self, row: Row[Any]) -> IdentityRequest:
        reason = self._vault.open(row.reason, _associated_data(row.complaint_id)).decode()
        return IdentityRequest(
            row.id, row.complaint_id, row.asked_by, row.decides, reason, row.asked_at
        )

    def decide(self, request_id: int, now: datetime, *, agreed: bool) -> None:
        self._connection.execute(
            update(identity_request)
            .where(identity_request.c.id == request_id)
            .values(decided_at=now, agreed=agreed)
        )


def _associated_data(complaint_id: int) -> str:
    return f"identity_request:{complaint_id}"
