"""The office's data as it is now: the files and what the office has changed of them, in every process.

A process asks the database for new changes at most once in CHECK_SECONDS. A change that no longer fits, because a
newer release has other rules, is left out and logged; the office goes on with what is shipped.
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
    """Everything that is made of the files."""

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
    """How often `expire` was called: a check that began before the last time does not count as new."""


class LiveOffice:
    """`files`: the shipped and the office's own files, parsed, with the sentences as the file WORDS.

    `build`: makes the data of files, and takes over what it can from data that was made before; raises ValueError
    for files that contradict themselves.
    """

    def __init__(self, files: Files, build: Callable[..., OfficeData]) -> None:
        self.files = files
        self._build = build
        self.shipped = build(files)
        # By store: the tests of a process share the files and have a database each.
        self._states: WeakKeyDictionary[Store, _State] = WeakKeyDictionary()
        self._lock = threading.Lock()

    def known(self, store: "Store") -> OfficeData:
        """The data as last seen, without asking the database."""
        state = self._states.get(store)
        return state.data if state else self.shipped

    def now(self, store: "Store", tx: "Transaction") -> OfficeData:
        """The data with the changes that a transaction sees, if it is time to look."""
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
        """Look at the next opportunity, because this process has changed something."""
        with self._lock:
            if state := self._states.get(store):
                state.checked_at = float("-inf")
                state.expired += 1

    def build(self, overrides: Sequence[Override], former: Former = ()) -> OfficeData:
        """What these changes would make of the files. Raises ValueError if they do not fit.

        `former`: what the entries about departments ever were, see `OfficeChanges.former_entries`.
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
