"""Deliver the outbox: claim messages, send them to LINE in a thread pool, store the results.

One transaction stores all results that have arrived and claims a message for every free thread. So commits,
which wait for the disk, and calls to LINE, which wait for the network, run at the same time.
"""

import logging
import queue
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from sqlalchemy.exc import OperationalError

from bot.line.outbound.results import as_permitted, settle, take
from bot.line.outbound.sender import LineSender, Outcome, Result
from bot.telemetry.logs import bind, log_context
from bot.telemetry.metrics import MESSAGES
from handlers.core.unit_of_work import AppContext, UnitOfWork
from storage.queues.outbox_delivery import OutboxRow

log = logging.getLogger(__name__)
WAKEUP = "outbox"
GATHER_SECONDS = 0.005
"""How long results and new messages are gathered for one transaction while others are being sent."""
_Answer = tuple[OutboxRow, Result]


class Dispatcher:
    """Sends the messages of the outbox with a pool of threads."""

    def __init__(
        self, context: AppContext, sender: LineSender, now: Callable[[], datetime], *, callers: int
    ) -> None:
        """`callers`: the number of threads, which is also the largest number of concurrent calls to LINE."""
        self._context = context
        self._sender = sender
        self._now = now
        self._max_in_flight = callers
        self._pool = ThreadPoolExecutor(callers, thread_name_prefix="line")
        self._in_flight = 0
        self._answers: queue.SimpleQueue[_Answer] = queue.SimpleQueue()
        self._is_closing = False

    @log_context()
    def send_all(self, poll_seconds: float) -> None:
        """Send all due messages, also those that become due meanwhile; returns when none is being sent.

        `poll_seconds`: longest wait for a result before it looks for more messages.
        """
        wakeup = self._context.store.wakeup
        while True:
            # Read before the work, so that a wakeup during the work is not missed.
            seen = wakeup.count(WAKEUP)
            for row in self._settle_and_take(self._answered()):
                self._in_flight += 1
                self._pool.submit(self._call, row)
            if not self._in_flight:
                return
            wakeup.wait(WAKEUP, seen, poll_seconds)
            time.sleep(GATHER_SECONDS)

    def close(self) -> None:
        """Claim no more messages; `send_all` returns once the results of the current ones are stored."""
        self._is_closing = True

    def _answered(self) -> list[_Answer]:
        answers = []
        while True:
            try:
                answers.append(self._answers.get_nowait())
            except queue.Empty:
                return answers

    def _call(self, row: OutboxRow) -> None:
        with log_context(outbox=row.id):
            try:
                result = self._sender.send(row, self._now())
            except Exception as error:
                # Without a result the message would count as in flight for ever.
                log.exception("message.not_sent")
                result = Result(Outcome.AGAIN, type(error).__name__, doubtful=True)
        MESSAGES.labels(result.outcome.value).inc()
        self._answers.put((row, result))
        self._context.store.wakeup.wake(WAKEUP)

    def _settle_and_take(self, answers: Sequence[_Answer]) -> list[OutboxRow]:
        """Store the results and claim new messages in one transaction; returns the messages to send."""
        self._in_flight -= len(answers)
        free = 0 if self._is_closing else self._max_in_flight - self._in_flight
        if not (answers or free):
            return []
        try:
            with self._context.store.begin() as tx:
                uow = UnitOfWork(self._context.at(tx), tx, self._now())
                # Always in the same order of outcomes: two workers that lock the push counter and the quota
                # task in different orders would deadlock.
                for row, result in sorted(answers, key=lambda answer: answer[1].outcome):
                    bind(outbox=row.id)
                    settle(uow, row, result)
                return _take_permitted(uow, free)
        except Exception:
            # Store each result alone, so that the failure of one, or of a claim, does not lose the others.
            for answer in answers:
                self._settle_alone(answer)
            raise

    def _settle_alone(self, answer: _Answer) -> None:
        row, result = answer
        bind(outbox=row.id)
        try:
            with self._context.uow(self._now()) as uow:
                settle(uow, row, result)
        except OperationalError:
            # The database is unavailable: keep LINE's answer and store it later.
            self._in_flight += 1
            self._answers.put(answer)
        except Exception:
            # The lease expires, and the message is sent again with the same retry key.
            log.exception("message.not_settled")


def _take_permitted(uow: UnitOfWork, limit: int) -> list[OutboxRow]:
    """Lease at most `limit` messages, without those that their recipients may no longer read."""
    taken: list[OutboxRow] = []
    while True:
        rows = take(uow.tx, uow.now, limit - len(taken))
        permitted = [one for row in rows if (one := as_permitted(uow, row))]
        taken += permitted
        if len(permitted) == len(rows):
            return taken
