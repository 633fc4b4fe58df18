"""Stores requests to learn who stands behind a case about staff, and how the second person decided."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from storage.sealed.vault import Vault
from storage.tables import identity_request


@dataclass(frozen=True)
class IdentityRequest:
    """A request that is not decided. `asked_by`, `decides`: ids of officers. `reason`: decrypted."""

    id: int
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
        """Store a request; one for the same case that is not decided is replaced."""
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
        if row is None:
            return None
        reason = self._vault.open(row.reason, _associated_data(complaint_id)).decode()
        return IdentityRequest(row.id, row.asked_by, row.decides, reason, row.asked_at)

    def decide(self, request_id: int, now: datetime, *, agreed: bool) -> None:
        self._connection.execute(
            update(identity_request)
            .where(identity_request.c.id == request_id)
            .values(decided_at=now, agreed=agreed)
        )


def _associated_data(complaint_id: int) -> str:
    return f"identity_request:{complaint_id}"
