"""The worker's loops: handle inbox events, deliver outbox messages, run tasks (other calls to LINE).

Each loop works while there is work, then waits for a wakeup, at most POLL_SECONDS.
"""

import json
import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime

from bot.line.client import LineClient
from bot.line.inbound import parse
from bot.line.outbound.dispatcher import Dispatcher
from bot.line.outbound.sender import REPLY_LIFE, LineSender
from bot.line.tasks.run import run_task
from bot.processor import share_processor
from bot.telemetry.logs import bind, log_context
from bot.telemetry.metrics import EVENT_SECONDS, EVENTS
from domain.language.understood import understand
from handlers.core.messages import InboundEvent
from handlers.core.unit_of_work import AppContext, UnitOfWork
from handlers.notify import undelivered
from handlers.routing.router import respond
from handlers.usecases import custody
from handlers.usecases.conduct import UnpreparedCodeError, ensure_prepared
from storage.maintenance.late_sealing import seal_late
from storage.people.identities import prepare_code
from storage.queues.inbox import InboxRow

log = logging.getLogger(__name__)
POLL_SECONDS = 1.0
PAUSE_AFTER_ERROR_SECONDS = 1.0


class Worker:
    """The threads that do all work of a process except web requests and scheduled jobs."""

    def __init__(
        self,
        context: AppContext,
        line: LineClient,
        now: Callable[[], datetime],
        *,
        callers: int = 16,
        task_threads: int = 2,
    ) -> None:
        """`callers`: threads that call LINE to send messages. `task_threads`: threads that run tasks."""
        self._context = context
        self._line = line
        self._now = now
        sender = LineSender(line)
        self._dispatcher = Dispatcher(context, sender, now, callers=callers)
        self._stopping = threading.Event()
        loops: list[tuple[str, Callable[[], bool | None]]] = [
            ("inbox", self.handle_next_event),
            ("outbox", self.deliver),
        ]
        loops += [("task", self.run_next_task)] * task_threads
        self._threads = [
            threading.Thread(target=self._loop, args=loop, name=f"{loop[0]}-{number}", daemon=True)
            for number, loop in enumerate(loops)
        ]

    def start(self) -> None:
        """Review who handles staff complaints, count this start (see `count_startup`) and start the threads."""
        if self._context.store.is_sqlite:
            # SQLite is used by one process only, so every lease belongs to a process that has ended.
            with self._context.store.begin() as tx:
                tx.delivery.release_leases()
                tx.tasks.release_leases()
        self.seal_late()
        self.review_custody()
        self.count_startup()
        for thread in self._threads:
            thread.start()
        threading.Thread(target=self._prepare, name="prepare", daemon=True).start()

    def _prepare(self) -> None:
        """Compile the language patterns before the first message, which would otherwise wait for it."""
        understand("", self._context.language)

    @log_context()
    def seal_late(self) -> None:
        """Encrypt, once, values that an earlier release stored in plain text."""
        try:
            with self._context.store.begin() as tx:
                seal_late(tx)
        except Exception:
            # The next start tries again; until then the values are unchanged.
            log.exception("texts.not_sealed")

    @log_context()
    def review_custody(self) -> None:
        """Update the accusation and custodian of each staff complaint, in case the database has changed.

        It may have been restored from a backup, or another release may have filed cases without a stored
        accusation. Nobody may read such a case until then.
        """
        try:
            with self._context.uow(self._now()) as uow:
                custody.review_all(uow)
        except Exception:
            # Nobody may read the cases that were not reviewed. The next start, or change of the staff, tries
            # again.
            log.exception("custody.not_reviewed")

    @log_context()
    def count_startup(self) -> None:
        """Count this start as an attempt at the oldest event, which may have crashed the worker before.

        After too many starts the event is set aside and its sender is notified. Counting before every event
        instead would need one more commit for each.
        """
        with self._context.store.begin() as tx:
            row = tx.inbox.next(self._now())
            if row is None or not tx.inbox.counts_startup(row):
                return
        bind(inbox=row.id)
        _note_set_aside()
        # Set aside in a transaction of its own, because parsing the event may end this process.
        try:
            event = parse.read(json.loads(row.raw), row.received_at)
            with self._context.uow(self._now()) as uow:
                undelivered.apologise(uow, event, row.id)
        except Exception:
            log.exception("event.not_apologised")

    def is_alive(self) -> bool:
        """Whether all threads are running."""
        return all(thread.is_alive() for thread in self._threads)

    def stop(self) -> None:
        """Finish the current work and start nothing new; a running download is postponed."""
        self._stopping.set()
        self.stop_delivering()
        for name in ("inbox", "outbox", "task"):
            self._context.store.wakeup.wake(name, len(self._threads))
        for thread in self._threads:
            thread.join()
        try:
            # An error may have interrupted the loop while messages were being sent: record their results.
            self.deliver()
        except Exception:
            log.exception("loop.trouble", extra={"loop": "outbox"})

    @log_context()
    def handle_next_event(self) -> bool:
        """Handle the next inbox event in one transaction; False if there is none.

        An error is counted with the event, which is set aside after too many errors.
        """
        row: InboxRow | None = None
        event: InboundEvent | None = None
        began = time.perf_counter()
        try:
            with self._context.store.begin() as tx:
                row = tx.inbox.next(self._now())
                if row is None:
                    return False
                bind(inbox=row.id)
                raw = json.loads(row.raw)
                event = parse.read(raw, row.received_at)
                uow = UnitOfWork(self._context.at(tx), tx, event.at, event.sender)
                ensure_prepared(uow, event)
                replies = respond(uow, event)
                token = parse.reply_token(raw)
                # LINE does not count replies, so deferred messages of a group are sent with any event's reply
                # token.
                if replies or (event.in_group and token):
                    uow.reply(event.chat, replies, token=token, until=row.received_at + REPLY_LIFE)
                tx.inbox.done(row.id)
        except UnpreparedCodeError as unprepared:
            # Nothing was changed. The slow hash is computed while no transaction is open, then the event is
            # taken again.
            prepare_code(unprepared.code)
        except Exception as error:
            if row is None:
                raise
            EVENTS.labels("failed").inc()
            log.exception("event.failed", extra={"attempt": row.attempts + 1})
            self._count_failure(row, event, error)
        else:
            seconds = time.perf_counter() - began
            EVENTS.labels("handled").inc()
            EVENT_SECONDS.observe(seconds)
            log.info("event.handled", extra={"ms": round(seconds * 1000, 1)})
        return True

    def deliver(self) -> None:
        """Send the messages that are due; returns when their results are stored."""
        self._dispatcher.send_all(POLL_SECONDS)

    def stop_delivering(self) -> None:
        """Claim no more messages; `deliver` returns once the results of the current ones are stored."""
        self._dispatcher.close()

    @log_context()
    def run_next_task(self) -> bool:
        """Run the next task; False if there is none."""
        with self._context.store.begin() as tx:
            run = tx.tasks.claim(self._now())
        if run is None:
            return False
        bind(task=run.id, kind=run.kind.value)
        run_task(self._context, self._line, run, self._now, is_stopping=self._stopping.is_set)
        return True

    def _count_failure(self, row: InboxRow, event: InboundEvent | None, error: Exception) -> None:
        name = type(error).__name__
        try:
            with self._context.store.begin() as tx:
                if tx.inbox.failed(row, name, self._now()):
                    _note_set_aside()
                    uow = UnitOfWork(self._context.at(tx), tx, self._now())
                    undelivered.apologise(uow, event, row.id)
        except Exception:
            # The message to the sender caused the error. Count the failure without it; otherwise this
            # event would stay the oldest and block the inbox.
            log.exception("event.not_apologised")
            with self._context.store.begin() as tx:
                tx.inbox.failed(row, name, self._now())

    def _loop(self, name: str, work: Callable[[], bool | None]) -> None:
        """Call `work` again at once if it returned True, else after the next wakeup or POLL_SECONDS."""
        if self._context.store.is_sqlite and name in {"inbox", "outbox"}:
            # On PostgreSQL there may be several workers, which could be bound to the same processor.
            share_processor()
        wakeup = self._context.store.wakeup
        while not self._stopping.is_set():
            # Read before the work, so that a wakeup during the work is not missed.
            seen = wakeup.count(name)
            try:
                if not work():
                    wakeup.wait(name, seen, POLL_SECONDS)
            except Exception:
                # The database is unavailable or the disk is full; the queues are kept and retried later.
                log.exception("loop.trouble", extra={"loop": name})
                self._stopping.wait(PAUSE_AFTER_ERROR_SECONDS)


def _note_set_aside() -> None:
    EVENTS.labels("set_aside").inc()
    log.error("event.set_aside")
