"""The office's current data in every process: the files with the office's own changes.

A process checks the database for new changes at most once in CHECK_SECONDS. A change that has become invalid,
because a newer release has other rules, is ignored and logged, and the shipped value is used.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from domain.cases.vocabulary import Vocabulary
from domain.language.follow_up import FollowUps
from domain.language.understood import Language
from domain.organisation.calendar import WorkCalendar
from domain.organisation.catalog import Catalog
from domain.organisation.overlay import Files, Override, Path, overlay
from handlers.core.i18n import Translations

if TYPE_CHECKING:
    from storage.store import Store
    from storage.transaction import Transaction

log = logging.getLogger(__name__)
CHECK_SECONDS = 1.0
DEPARTMENTS = "departments"
Former = Sequence[tuple[Path, Mapping[str, Any]]]
WORDS = "words"
"""The name of the file of all sentences of the chat; its entries are `(file, key)` of handlers/words."""


@dataclass(frozen=True)
class OfficeData:
    """All objects built from the files."""

    catalog: Catalog
    calendar: WorkCalendar
    language: Language
    follow_ups: FollowUps
    accusation_words: Vocabulary
    translations: Translations


@dataclass
class _State:
    version: int
    data: OfficeData
    checked_at: float
    expired: int = 0
    """How often `expire` was called. A check that began before the last call is outdated."""


class LiveOffice:
    """The live data. `files`: the shipped and the office's own files, parsed; the sentences are the file WORDS.

    `build`: builds the data from files, reusing objects of earlier data where possible; raises ValueError for
    inconsistent files.
    """

    def __init__(self, files: Files, build: Callable[..., OfficeData]) -> None:
        self.files = files
        self._build = build
        self.shipped = build(files)
        # Keyed by store, because the tests of one process share the files but have one database each.
        self._states: WeakKeyDictionary[Store, _State] = WeakKeyDictionary()
        self._lock = threading.Lock()

    def known(self, store: "Store") -> OfficeData:
        """The data of the last check, without querying the database."""
        state = self._states.get(store)
        return state.data if state else self.shipped

    def now(self, store: "Store", tx: "Transaction") -> OfficeData:
        """The data with the changes that a transaction sees, if a check is due; else that of the last check."""
        state = self._states.get(store)
        moment = time.monotonic()
        if state is not None and moment - state.checked_at < CHECK_SECONDS:
            return state.data
        expired = state.expired if state else 0
        version = tx.office_changes.newest_id()
        data = state.data if state else self.shipped
        if version != (state.version if state else 0):
            former = tx.office_changes.former_entries(DEPARTMENTS)
            data = self._with(tx.office_changes.overrides(), former)
        with self._lock:
            newest = self._states.get(store)
            if newest is None or newest.expired == expired:
                self._states[store] = _State(version, data, moment, expired)
        return data

    def expire(self, store: "Store") -> None:
        """Make the next call of `now` check the database, because this process has changed something."""
        with self._lock:
            if state := self._states.get(store):
                state.checked_at = float("-inf")
                state.expired += 1

    def build(self, overrides: Sequence[Override], former: Former = ()) -> OfficeData:
        """Build the data of the files with these changes. Raises ValueError if they are invalid.

        `former`: all earlier versions of the entries about departments, see `OfficeChanges.former_entries`.
        """
        return self._build(overlay(self.files, overrides), self.shipped, former)

    def _with(self, overrides: Sequence[Override], former: Former) -> OfficeData:
        try:
            return self.build(overrides, former)
        except ValueError:
            pass
        fitting: list[Override] = []
        data = self.shipped
        for override in overrides:
            try:
                data = self.build([*fitting, override], former)
            except ValueError:
                log.error(  # noqa: TRY400 - the reason may quote what the office wrote
                    "office.change_left_out",
                    extra={"entry": f"{override.file}/{'/'.join(override.path)}"},
                )
            else:
                fitting.append(override)
        return data
