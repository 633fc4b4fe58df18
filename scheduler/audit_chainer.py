"""The thread that links new rows of the audit to its hash chain, within seconds of their commit."""

import logging

from scheduler.repeating_thread import RepeatingThread
from storage.maintenance.audit_chain import append_new
from storage.store import Store

log = logging.getLogger(__name__)
PAUSE_SECONDS = 2.0
"""How long a row may wait. Until it is in the chain, its removal cannot be detected."""
PAUSE_AFTER_ERROR_SECONDS = 30.0


class AuditChainer(RepeatingThread):
    """Several chainers may run; only one of them appends at a time."""

    def __init__(self, store: Store) -> None:
        super().__init__("audit", self._append_and_pause, PAUSE_SECONDS)
        self._store = store

    def stop(self) -> None:
        """Link the present rows, then end."""
        super().stop()
        self.append()

    def append(self) -> bool:
        """Link the new rows once; False after an error."""
        try:
            append_new(self._store)
        except Exception:
            # The database is unavailable or the disk is full; the rows wait.
            log.exception("audit.not_chained")
            return False
        return True

    def _append_and_pause(self) -> float:
        return PAUSE_SECONDS if self.append() else PAUSE_AFTER_ERROR_SECONDS
