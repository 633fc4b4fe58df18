"""The office, made once when a process starts, and the desk at which one act is done.

A desk is one transaction and one reading of the clock: everything an act changes is kept together or
not at all.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from domain.calendar import WorkCalendar
from domain.catalog import Catalog
from domain.classifier import Lexicon
from domain.service_search import ServiceSearch
from handlers.dialogue import Reply
from handlers.envelope import seal
from handlers.links import Links
from handlers.texts import Words
from storage.store import Store, Transaction


@dataclass(frozen=True)
class Office:
    """What every act needs and none changes.

    `links`: the public addresses of our own pages.
    """

    store: Store
    catalog: Catalog
    calendar: WorkCalendar
    lexicon: Lexicon
    services: ServiceSearch
    words: Words
    links: Links

    @contextmanager
    def desk(self, now: datetime) -> Iterator["Desk"]:
        with self.store.begin() as tx:
            yield Desk(self, tx, now)

    @contextmanager
    def reading_desk(self, now: datetime) -> Iterator["Desk"]:
        """For acts that only look."""
        with self.store.read() as tx:
            yield Desk(self, tx, now)


@dataclass(frozen=True)
class Desk:
    office: Office
    tx: Transaction
    now: datetime

    def tell(self, line_id: str, replies: Iterable[Reply]) -> None:
        """Owe somebody a message of its own, besides the answer to whoever is speaking."""
        self.tx.outbox.owe(line_id, seal(replies), self.now)
