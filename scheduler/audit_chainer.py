"""The thread that links new rows of the audit to its hash chain, within seconds of their commit."""

import logging
import threading

from storage.maintenance.audit_chain import append_new
from storage.store import Store

log = logging.getLogger(__name__)
PAUSE_SECONDS = 2.0
"""How long a row may wait: until it is in the chain, its removal leaves no trace."""
PAUSE_AFTER_ERROR_SECONDS = 30.0


class AuditChainer:
    """Several may run; one of them appends at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="audit", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def is_alive(self) -> bool:
        """Whether the thread is running."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Link what is there now, then end."""
        self._stopping.set()
        self._thread.join()

    def append(self) -> bool:
        """Link the new rows once; False after an error."""
        try:
            append_new(self._store)
        except Exception:
            # The database is away, or the disk is full: the rows wait.
            log.exception("audit.not_chained")
            return False
        return True

    def _run(self) -> None:
        pause = PAUSE_SECONDS
        while not self._stopping.wait(pause):
            pause = PAUSE_SECONDS if self.append() else PAUSE_AFTER_ERROR_SECONDS
        self.append()
