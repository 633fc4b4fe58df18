"""Opens the database and hands out transactions. SQLite and PostgreSQL behave alike from here on up."""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cached_property

from sqlalchemy import Connection, Engine, select
from sqlalchemy.engine import make_url

from storage.cases.attachments import Attachments
from storage.cases.audit import Audit
from storage.cases.complaints import CaseCache, Complaints
from storage.cases.department_groups import Groups
from storage.cases.escalation import Escalation
from storage.cases.message_parts import MessageParts
from storage.cases.ratings import Ratings
from storage.cases.reporter_notes import ReporterNotes
from storage.cases.resolutions import Resolutions
from storage.cases.retention import Retention
from storage.cases.staff_cases import AllCases, StaffCases
from storage.cases.unanswered_questions import UnansweredQuestions
from storage.db.engines import empty_log, postgres_engine, sqlite_engine
from storage.db.wakeup import Wakeup
from storage.db.write_lock import WriteLock
from storage.people.conversations import Conversations
from storage.people.identities import Identities
from storage.people.residents import Officers, People
from storage.queues.inbox import Inbox
from storage.queues.job_runs import Jobs
from storage.queues.outbox import Outbox
from storage.queues.outbox_delivery import OutboxDelivery
from storage.queues.tasks import Tasks
from storage.reporting.monthly_figures import Figures
from storage.reporting.push_ledger import PushLedger
from storage.sealed.vault import Vault, throwaway_vault
from storage.tables import conversation, identity, message_part

log = logging.getLogger(__name__)
_SEALED = [
    select(column).limit(1)
    for column in (conversation.c.position, identity.c.account, message_part.c.content)
]
"""One of each that is never emptied, so that looking takes no time however many there are."""


class Transaction:
    """One transaction and the repositories that read and write in it."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self.connection = connection
        self.vault = vault
        self.bells: Counter[str] = Counter()
        self._case_cache = CaseCache()
        self.acts: list[tuple[str, str]] = []
        """Case number and what was done to it; cases about staff leave no trace here."""

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self.connection, self.bells, self.vault)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.connection, self.bells, self.vault)

    @cached_property
    def delivery(self) -> OutboxDelivery:
        return OutboxDelivery(self.connection, self.vault)

    @cached_property
    def tasks(self) -> Tasks:
        return Tasks(self.connection, self.bells, self.vault)

    @cached_property
    def people(self) -> People:
        return People(self.connection)

    @cached_property
    def officers(self) -> Officers:
        return Officers(self.connection)

    @cached_property
    def conversations(self) -> Conversations:
        return Conversations(self.connection, self.vault)

    @cached_property
    def complaints(self) -> Complaints:
        """The ordinary cases: those about staff are as if there were none."""
        return Complaints(self.connection, self.vault, self._case_cache)

    @cached_property
    def staff_cases(self) -> StaffCases:
        return StaffCases(self.connection, self.vault, self._case_cache)

    @cached_property
    def all_cases(self) -> AllCases:
        return AllCases(self.connection, self.vault, self._case_cache)

    @cached_property
    def resolutions(self) -> Resolutions:
        return Resolutions(self.connection, self.vault)

    @cached_property
    def attachments(self) -> Attachments:
        return Attachments(self.connection, self.vault)

    @cached_property
    def identities(self) -> Identities:
        return Identities(self.connection, self.vault)

    @cached_property
    def ratings(self) -> Ratings:
        return Ratings(self.connection)

    @cached_property
    def unanswered_questions(self) -> UnansweredQuestions:
        return UnansweredQuestions(self.connection)

    @cached_property
    def retention(self) -> Retention:
        return Retention(self.connection)

    @cached_property
    def message_parts(self) -> MessageParts:
        return MessageParts(self.connection, self.vault)

    @cached_property
    def reporter_notes(self) -> ReporterNotes:
        return ReporterNotes(self.connection, self.vault)

    @cached_property
    def audit(self) -> Audit:
        return Audit(self.connection, self.vault)

    @cached_property
    def jobs(self) -> Jobs:
        return Jobs(self.connection)

    @cached_property
    def escalation(self) -> Escalation:
        return Escalation(self.connection)

    @cached_property
    def push_ledger(self) -> PushLedger:
        return PushLedger(self.connection)

    @cached_property
    def groups(self) -> Groups:
        return Groups(self.connection)

    @cached_property
    def figures(self) -> Figures:
        return Figures(self.connection)


class Store:
    """The database. `begin` for whatever writes, `read` for whatever only looks."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self.engine = engine
        self.vault = vault
        self.is_sqlite = engine.dialect.name == "sqlite"
        self.wakeup = Wakeup() if self.is_sqlite else _postgres_bell(engine)
        self._gate = WriteLock() if self.is_sqlite else None

    @contextmanager
    def begin(self, *, hurry: bool = False) -> Iterator[Transaction]:
        """A writing transaction: committed when the block ends, undone when it raises.

        `hurry` is for the intake alone: on SQLite it passes everyone who waits to write.
        """
        with self._pen(hurry=hurry), self.engine.begin() as connection:
            tx = Transaction(connection, self.vault)
            yield tx
            self.wakeup.announce(connection, tx.bells)
        for name, times in tx.bells.items():
            self.wakeup.wake(name, times)
        # Only now is it true.
        for number, action in tx.acts:
            log.info("case.changed", extra={"case": number, "action": action})

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A reading transaction; it waits for no writer and sees one moment throughout."""
        # SQLite shows one moment by itself; PostgreSQL has to be asked.
        one_moment = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with (
            self.engine.connect().execution_options(reading=True, **one_moment) as connection,
            connection.begin(),
        ):
            yield Transaction(connection, self.vault)

    def fits_the_key(self) -> bool:
        """Whether what lies sealed here was sealed with a key we have. True as long as nothing is sealed."""
        with self.read() as tx:
            found = [tx.connection.scalar(sample) for sample in _SEALED]
        return all(self.vault.can_open(sealed) for sealed in found if sealed)

    def shorten_log(self) -> None:
        """Empty SQLite's write-ahead log, which still holds pages as they were before they were scrubbed.

        Nobody can write meanwhile, so a long reader, such as a backup, is not waited for: then it stays
        until the next time.
        """
        if self.is_sqlite:
            with self._pen(hurry=False):
                empty_log(self.engine)

    def close(self) -> None:
        self.wakeup.close()
        self.engine.dispose()

    def _pen(self, *, hurry: bool) -> AbstractContextManager[None]:
        return self._gate.hold(hurry=hurry) if self._gate else nullcontext()


def _postgres_bell(engine: Engine) -> Wakeup:
    from storage.db.postgres_wakeup import PostgresWakeup  # noqa: PLC0415 - an office on SQLite needs no driver of it

    return PostgresWakeup(engine)


def open_store(database_url: str, vault: Vault | None = None) -> Store:
    """The store behind a URL: `sqlite:///path` or `postgresql://…`. Makes the folder of an SQLite file.

    Without a vault it can migrate and count; what is sealed stays shut, and what it seals nobody else reads.
    """
    url = make_url(database_url)
    is_postgres = url.get_backend_name() == "postgresql"
    engine = postgres_engine(url) if is_postgres else sqlite_engine(url)
    return Store(engine, vault or throwaway_vault())
