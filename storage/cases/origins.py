"""Stores the channel of a case, and the contact of a reporter without LINE."""

import json
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update

from domain.cases.origin import Contact, Origin, Source
from storage.cases.callers import associated_data, opened_contact
from storage.cases.sealed_text import IS_ORDINARY
from storage.sealed.vault import Vault
from storage.tables import case_origin, complaint


class Origins:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, complaint_id: int, origin: Origin) -> None:
        """Store the origin of a new case; the contact is encrypted."""
        self._connection.execute(
            case_origin.insert().values(
                complaint_id=complaint_id,
                source=origin.source.value,
                filed_by=origin.filed_by,
                point_id=origin.point,
                contact=self._sealed(complaint_id, origin.contact),
            )
        )

    def find(self, complaint_id: int) -> Origin | None:
        """Return the origin of a case; None for a case from the chat."""
        row = self._connection.execute(_OF_CASE, {"id": complaint_id}).first()
        if row is None:
            return None
        contact = Contact()
        if row.contact is not None:
            contact = opened_contact(self._vault, complaint_id, row.contact)
        return Origin(Source(row.source), row.filed_by, row.point_id, contact)

    def correct_contact(self, complaint_id: int, contact: Contact) -> None:
        """Replace the name and the telephone of the reporter."""
        self._connection.execute(
            update(case_origin)
            .where(case_origin.c.complaint_id == complaint_id)
            .values(contact=self._sealed(complaint_id, contact))
        )

    def _sealed(self, complaint_id: int, contact: Contact) -> bytes | None:
        if contact.is_empty:
            return None
        content = json.dumps(asdict(contact), ensure_ascii=False)
        return self._vault.seal(content.encode(), associated_data(complaint_id))

    def mark_claimed(self, complaint_id: int, now: datetime) -> None:
        """Record that the reporter now follows the case in LINE."""
        self._connection.execute(
            update(case_origin)
            .where(case_origin.c.complaint_id == complaint_id)
            .values(claimed_at=now)
        )

    def seal(self, complaint_id: int) -> None:
        """Delete the officer who typed a case that has become a staff complaint, and its QR point.

        Name and telephone of its reporter stay encrypted, for the two people who together may learn them.
        """
        self._connection.execute(
            update(case_origin)
            .where(case_origin.c.complaint_id == complaint_id)
            .values(filed_by=None, point_id=None)
        )

    def forget(self, complaint_id: int) -> None:
        """Delete the name and the telephone of the reporter, and who typed the case."""
        self._connection.execute(
            update(case_origin)
            .where(case_origin.c.complaint_id == complaint_id)
            .values(contact=None, filed_by=None)
        )

    def filed_since(self, source: Source, since: datetime) -> int:
        """Return the number of ordinary cases filed through this channel since then."""
        return (
            self._connection.scalar(
                select(func.count())
                .select_from(case_origin.join(complaint))
                .where(
                    complaint.c.filed_at > since,
                    IS_ORDINARY,
                    case_origin.c.source == source.value,
                )
            )
            or 0
        )


# Built once: building a statement takes several times as long as running it, and this runs for every complaint.
_OF_CASE = select(case_origin).where(case_origin.c.complaint_id == bindparam("id"))
