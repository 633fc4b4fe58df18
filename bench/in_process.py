"""The bot's worker in this process, driven step by step, so that a benchmark sets its clock and sees inside."""

import json
from datetime import datetime, timedelta
from typing import Any

from bench.wire import event, user
from bot.line.client import connect
from bot.runtime.worker import Worker
from bot.settings import Settings
from bot.wiring import build_context
from storage.queues.inbox import NewEvent


class InProcessBot:
    """People, by number, write and press. `at`: the bot's clock; `sent`: how many events it received.

    The database must be migrated.
    """

    def __init__(self, settings: Settings, at: datetime) -> None:
        self.office = build_context(settings)
        self.at = at
        self.worker = Worker(self.office, connect(settings), lambda: self.at)
        self.sent = 0

    def says(self, person: int, words: str) -> None:
        self.receives_text(person, words)
        self.settle()

    def presses(self, person: int, data: str) -> None:
        self.receives(person, "postback", postback={"data": data})
        self.settle()

    def receives_text(self, person: int, words: str) -> None:
        message = {"type": "text", "id": str(self.sent), "text": words}
        self.receives(person, "message", message=message)

    def receives(self, person: int, kind: str, **what: dict[str, Any]) -> None:
        """Store an event of LINE, one second after the last, without handling it."""
        self.sent += 1
        self.at += timedelta(seconds=1)
        raw = event(user(person), f"{self.sent:026d}", self.at.timestamp(), kind, **what)
        new = NewEvent(raw["webhookEventId"], user(person), json.dumps(raw))
        with self.office.store.begin() as tx:
            tx.inbox.store([new], self.at)

    def settle(self) -> None:
        """Handle every event, run every task at LINE, send every message."""
        while self.worker.handle_next_event() or self.worker.run_next_task():
            pass
        self.worker.deliver()
