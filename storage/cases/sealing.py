"""Encrypts the stored data of an ordinary case that becomes a staff complaint."""

from sqlalchemy import Connection, delete, select, update

from storage.sealed.vault import Vault
from storage.tables import audit, group_message, instruction, rating, referral


class Sealing:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def seal(self, complaint_id: int) -> None:
        """Encrypt the notes about a case, and delete its links to groups and raters, its proposals and orders.

        The caller saves the case itself and seals its resolutions. Call this once, in the transaction that seals
        the case.
        """
        notes = self._connection.execute(
            select(audit.c.id, audit.c.note).where(
                audit.c.complaint_id == complaint_id, audit.c.note != ""
            )
        ).all()
        for row in notes:
            sealed = self._vault.seal_text(row.note, f"audit:{complaint_id}")
            self._connection.execute(update(audit).where(audit.c.id == row.id).values(note=sealed))
        self._connection.execute(
            update(rating)
            .where(rating.c.complaint_id == complaint_id)
            .values(rater="", comment="", replaced_at=rating.c.rated_at)
        )
        # Their texts are also in the audit log, which was encrypted above.
        for table in (group_message, referral, instruction):
            self._connection.execute(delete(table).where(table.c.complaint_id == complaint_id))
