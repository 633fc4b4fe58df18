"""Sends what the outbox owes: takes messages, has callers bring them to LINE, writes down what came of them.

One transaction writes down every answer that has come and takes a message for every caller who is free: a
commit waits for the disk, a call to LINE for the network, and neither waits for the other.
"""

import logging
import queue
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from sqlalchemy.exc import OperationalError

from bot.line.outbound.results import settle, take
from bot.line.outbound.sender import LineSender, Outcome, Result
from bot.telemetry.logs import bind, piece_of_work
from bot.telemetry.metrics import MESSAGES
from handlers.core.unit_of_work import AppContext, UnitOfWork
from storage.queues.outbox_delivery import OutboxRow

log = logging.getLogger(__name__)
BELL = "outbox"
_Answer = tuple[OutboxRow, Result]


class Dispatcher:
    """`callers`: how many messages may be on their way to LINE at once."""

    def __init__(
        self, context: AppContext, sender: LineSender, now: Callable[[], datetime], *, callers: int
    ) -> None:
        self._office = context
        self._sender = sender
        self._now = now
        self._most = callers
        self._callers = ThreadPoolExecutor(callers, thread_name_prefix="line")
        self._under_way = 0
        self._answers: queue.SimpleQueue[_Answer] = queue.SimpleQueue()
        self._is_closing = False

    @piece_of_work()
    def send_all(self, look_seconds: float) -> None:
        """Send whatever may go, and what may go meanwhile; returns when nothing is under way any more.

        `look_seconds`: how long it waits for an answer before it looks by itself for more to send.
        """
        wakeup = self._office.store.wakeup
        while True:
            rung = wakeup.count(BELL)
            for row in self._settle_and_take(self._answered()):
                self._under_way += 1
                self._callers.submit(self._call, row)
            if not self._under_way:
                return
            wakeup.wait(BELL, rung, look_seconds)

    def close(self) -> None:
        """Take nothing new: whoever is in `send_all` returns once what is under way is written down."""
        self._is_closing = True

    def _answered(self) -> list[_Answer]:
        answers = []
        while True:
            try:
                answers.append(self._answers.get_nowait())
            except queue.Empty:
                return answers

    def _call(self, row: OutboxRow) -> None:
        with piece_of_work(outbox=row.id):
            try:
                result = self._sender.send(row, self._now())
            except Exception as error:
                # Without an answer its caller would count as busy for good.
                log.exception("message.not_sent")
                result = Result(Outcome.AGAIN, type(error).__name__, doubtful=True)
        MESSAGES.labels(result.outcome.value).inc()
        self._answers.put((row, result))
        self._office.store.wakeup.wake(BELL)

    def _settle_and_take(self, answers: Sequence[_Answer]) -> list[OutboxRow]:
        """The messages to send now."""
        self._under_way -= len(answers)
        most = 0 if self._is_closing else self._most - self._under_way
        if not (answers or most):
            return []
        try:
            with self._office.store.begin() as tx:
                uow = UnitOfWork(self._office, tx, self._now())
                # In one order: two workers that count a push and ask for the quota would else wait for each other.
                for row, result in sorted(answers, key=lambda answer: answer[1].outcome):
                    bind(outbox=row.id)
                    settle(uow, row, result)
                return take(tx, uow.now, most)
        except Exception:
            # Another that cannot be written down, or a next one that cannot be taken, must not undo what is
            # known of these.
            for answer in answers:
                self._settle_alone(answer)
            raise

    def _settle_alone(self, answer: _Answer) -> None:
        row, result = answer
        bind(outbox=row.id)
        try:
            with self._office.uow(self._now()) as uow:
                settle(uow, row, result)
        except OperationalError:
            # The database is away: what LINE said is still true when it is back.
            self._under_way += 1
            self._answers.put(answer)
        except Exception:
            # Its lease ends, and it is sent again with the key it had.
            log.exception("message.not_settled")
