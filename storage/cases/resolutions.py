"""Each time a case ended: what was said, and what its reporter said of it. A reopened case keeps them all."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update

from domain.cases.complaint import Complaint, Verdict
from storage.restricted import encrypt_if_restricted
from storage.sealed.vault import Vault
from storage.tables import ending


class Resolutions:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, case: Complaint, note: str, no_photo_reason: str = "") -> None:
        """Note that a case has ended, as it is now."""
        about = f"ending:{case.id}"
        self._connection.execute(
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
        )

    def judge(self, case: Complaint, verdict: Verdict, at: datetime, reason: str = "") -> None:
        """Write on the last ending what its reporter said of it, or that they did not in time."""
        kept = encrypt_if_restricted(self._vault, reason, f"verdict:{case.id}", case)
        said = {"verdict": verdict.value, "verdict_at": at, "reason": kept}
        judged = {"expired_at": at} if verdict is Verdict.SILENT else said
        self._connection.execute(_JUDGE, {"case": case.id, **judged})


# Built once: making a statement costs several times what running it does, and these run every turn.
_ADD = ending.insert()
_JUDGE = update(ending).where(
    ending.c.id
    == select(func.max(ending.c.id))
    .where(ending.c.complaint_id == bindparam("case"))
    .scalar_subquery()
)
