"""Each time a case ended: what was said, and what its reporter said of it. A reopened case keeps them all."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update

from domain.cases.complaint import Complaint, Verdict
from storage.cases.sealed_text import encrypt_if_restricted
from storage.sealed.vault import Vault
from storage.tables import resolution


class Resolutions:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, case: Complaint, note: str, no_photo_reason: str = "") -> int:
        """Note that a case has ended, as it is now; the row's id."""
        about = f"resolution:{case.id}"
        key = self._connection.execute(
            _ADD,
            {
                "complaint_id": case.id,
                "status": case.status.value,
                "restricted": case.restricted,
                "filed_at": case.filed_at,
                "ended_at": case.ended_at,
                "ended_by": case.ended_by,
                "note": encrypt_if_restricted(self._vault, note, about, case),
                "no_photo_reason": no_photo_reason,
            },
        ).inserted_primary_key
        assert key is not None
        return int(key[0])

    def judge(self, case: Complaint, verdict: Verdict, at: datetime, reason: str = "") -> int:
        """Write on the last resolution what its reporter said of it, or that they did not in time; its id.

        0 where the case has none.
        """
        kept = encrypt_if_restricted(self._vault, reason, f"verdict:{case.id}", case)
        said = {"verdict": verdict.value, "verdict_at": at, "reason": kept}
        judged = {"expired_at": at} if verdict is Verdict.SILENT else said
        key: int | None = self._connection.scalar(_JUDGE, {"case": case.id, **judged})
        return key or 0


# Built once: making a statement costs several times what running it does, and these run every turn.
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
