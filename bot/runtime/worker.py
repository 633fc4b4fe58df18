"""The three loops: hear (inbox to handlers), speak (outbox to LINE), fetch (errands at LINE).

Each works while there is work, sleeps until its bell rings, and looks by itself now and then.
"""

import json
import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime

from bot.line.client import LineClient
from bot.line.inbound import parse as line_incoming
from bot.line.outbound.dispatcher import Dispatcher
from bot.line.outbound.sender import REPLY_LIFE, LineSender
from bot.line.tasks.run import run_task
from bot.telemetry.logs import bind, piece_of_work
from bot.telemetry.metrics import EVENT_SECONDS, EVENTS
from handlers.core.messages import InboundEvent
from handlers.core.unit_of_work import AppContext, UnitOfWork
from handlers.notify import undelivered
from handlers.routing.router import respond
from storage.queues.inbox import InboxRow

log = logging.getLogger(__name__)
LOOK_SECONDS = 1.0
TROUBLE_SECONDS = 1.0


class Worker:
    """`callers`: how many messages may be on their way to LINE at once; `fetchers`: how many errands."""

    def __init__(
        self,
        context: AppContext,
        line: LineClient,
        now: Callable[[], datetime],
        *,
        callers: int = 16,
        fetchers: int = 2,
    ) -> None:
        self._office = context
        self._line = line
        self._now = now
        sender = LineSender(line.api.api_client)
        self._dispatcher = Dispatcher(context, sender, now, callers=callers)
        self._stopping = threading.Event()
        loops: list[tuple[str, Callable[[], bool | None]]] = [
            ("inbox", self.handle_next_event),
            ("outbox", self.deliver),
        ]
        loops += [("errand", self.run_next_task)] * fetchers
        self._threads = [
            threading.Thread(target=self._loop, args=loop, name=f"{loop[0]}-{number}", daemon=True)
            for number, loop in enumerate(loops)
        ]

    def start(self) -> None:
        if self._office.store.is_sqlite:
            # The only process there is has just started: whoever held a lease is dead.
            with self._office.store.begin() as tx:
                tx.delivery.release_leases()
                tx.tasks.release_leases()
        self.count_startup()
        for thread in self._threads:
            thread.start()

    @piece_of_work()
    def count_startup(self) -> None:
        """Count this start with the event that comes first: it may be what ended the worker before.

        Here and not with every event, which would cost each a commit of its own.
        """
        with self._office.store.begin() as tx:
            row = tx.inbox.next(self._now())
            if row is None or not tx.inbox.counts_startup(row):
                return
        bind(inbox=row.id)
        _note_set_aside()
        # By now it is set aside: reading whom to tell may be what ends us.
        try:
            event = line_incoming.read(json.loads(row.raw), row.received_at)
            with self._office.uow(self._now()) as uow:
                undelivered.apologise(uow, event, row.id)
        except Exception:
            log.exception("event.not_apologised")

    def is_alive(self) -> bool:
        return all(thread.is_alive() for thread in self._threads)

    def stop(self) -> None:
        """Finish what is in hand, take nothing new. A download is put off instead."""
        self._stopping.set()
        self.stop_delivering()
        for name in ("inbox", "outbox", "errand"):
            self._office.store.wakeup.wake(name, len(self._threads))
        for thread in self._threads:
            thread.join()
        try:
            # Trouble may have ended the loop while something was on its way.
            self.deliver()
        except Exception:
            log.exception("loop.trouble", extra={"loop": "outbox"})

    @piece_of_work()
    def handle_next_event(self) -> bool:
        """Handle the next event; False when there is none. One event, one transaction."""
        row: InboxRow | None = None
        event: InboundEvent | None = None
        began = time.perf_counter()
        try:
            with self._office.store.begin() as tx:
                row = tx.inbox.next(self._now())
                if row is None:
                    return False
                bind(inbox=row.id)
                raw = json.loads(row.raw)
                event = line_incoming.read(raw, row.received_at)
                uow = UnitOfWork(self._office, tx, event.at)
                replies = respond(uow, event)
                token = line_incoming.reply_token(raw)
                # In a group any word lets us speak for nothing, also when we have no answer to it.
                if replies or (event.in_group and token):
                    uow.reply(event.chat, replies, token=token, until=row.received_at + REPLY_LIFE)
                tx.inbox.done(row.id)
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
        """Send all that may go; returns when what came of it is written down."""
        self._dispatcher.send_all(LOOK_SECONDS)

    def stop_delivering(self) -> None:
        """Take no message any more; `speak` returns once what is on its way is written down."""
        self._dispatcher.close()

    @piece_of_work()
    def run_next_task(self) -> bool:
        """Run the next errand; False when there is none."""
        with self._office.store.begin() as tx:
            run = tx.tasks.claim(self._now())
        if run is None:
            return False
        bind(task=run.id, kind=run.kind.value)
        run_task(self._office, self._line, run, self._now, is_stopping=self._stopping.is_set)
        return True

    def _count_failure(self, row: InboxRow, event: InboundEvent | None, error: Exception) -> None:
        name = type(error).__name__
        try:
            with self._office.store.begin() as tx:
                if tx.inbox.failed(row, name, self._now()):
                    _note_set_aside()
                    undelivered.apologise(UnitOfWork(self._office, tx, self._now()), event, row.id)
        except Exception:
            # Whom to tell, or how, is part of the fault: it is counted all the same, or this event would
            # be the oldest for ever and the only one ever tried.
            log.exception("event.not_apologised")
            with self._office.store.begin() as tx:
                tx.inbox.failed(row, name, self._now())

    def _loop(self, bell_name: str, work: Callable[[], bool | None]) -> None:
        """`work` that returns True is called again at once, any other when the bell has rung since it began."""
        wakeup = self._office.store.wakeup
        while not self._stopping.is_set():
            rung = wakeup.count(bell_name)
            try:
                if not work():
                    wakeup.wait(bell_name, rung, LOOK_SECONDS)
            except Exception:
                # The database is away or the disk is full: nothing is lost, everything waits.
                log.exception("loop.trouble", extra={"loop": bell_name})
                self._stopping.wait(TROUBLE_SECONDS)


def _note_set_aside() -> None:
    EVENTS.labels("set_aside").inc()
    log.error("event.set_aside")
