"""Stores each end of a case: the officer's note and the reporter's verdict. A reopened case has several."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update

from domain.cases.complaint import Complaint, Verdict
from storage.cases.sealed_text import encrypt_case_text
from storage.sealed.vault import Vault
from storage.tables import resolution


class Resolutions:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, case: Complaint, note: str, no_photo_reason: str = "") -> int:
        """Store the end of a case; return the row id. Its texts are encrypted if the case is restricted."""
        associated_data = f"resolution:{case.id}"
        key = self._connection.execute(
            _ADD,
            {
                "complaint_id": case.id,
                "status": case.status.value,
                "restricted": case.restricted,
                "filed_at": case.filed_at,
                "ended_at": case.ended_at,
                "ended_by": case.ended_by,
                "note": encrypt_case_text(self._vault, note, associated_data, case),
                "no_photo_reason": encrypt_case_text(
                    self._vault, no_photo_reason, f"no_photo:{case.id}", case
                ),
            },
        ).inserted_primary_key
        assert key is not None
        return int(key[0])

    def seal(self, complaint_id: int) -> None:
        """Encrypt the resolutions of an ordinary case that becomes a staff complaint."""
        ends = self._connection.execute(
            select(resolution).where(resolution.c.complaint_id == complaint_id)
        ).all()
        for end in ends:
            texts = {
                "note": (end.note, f"resolution:{complaint_id}"),
                "reason": (end.reason, f"verdict:{complaint_id}"),
                "no_photo_reason": (end.no_photo_reason, f"no_photo:{complaint_id}"),
            }
            sealed = {
                name: self._vault.seal_text(text, data)
                for name, (text, data) in texts.items()
                if text
            }
            self._connection.execute(
                update(resolution)
                .where(resolution.c.id == end.id)
                .values(restricted=True, **sealed)
            )

    def judge(self, case: Complaint, verdict: Verdict, at: datetime, reason: str = "") -> int:
        """Store the reporter's verdict on the last resolution, or SILENT if there was none in time.

        Returns the resolution's row id, 0 if the case has none.
        """
        stored = encrypt_case_text(self._vault, reason, f"verdict:{case.id}", case)
        given = {"verdict": verdict.value, "verdict_at": at, "reason": stored}
        values = {"expired_at": at} if verdict is Verdict.SILENT else given
        key: int | None = self._connection.scalar(_JUDGE, {"case": case.id, **values})
        return key or 0


# Built once: building a statement takes several times as long as running it, and these run for every message.
_ADD = resolution.insert()
_JUDGE = (
    update(resolution)
    .where(
        resolution.c.id
        == select(func.max(resolution.c.id))
        .where(resolution.c.complaint_id == bindparam("case"))
        .scalar_subquery()
    )
    .returning(resolution.c.id)
)
