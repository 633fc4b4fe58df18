"""A complete bot in this process without threads: it handles posted webhooks when `rest` is called."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import text

from bot.event_writer import EventWriter
from bot.line.inbound import webhook
from bot.runtime.flask_app import create_app
from bot.runtime.worker import Worker
from domain.organisation.officers import Role
from handlers.core.unit_of_work import AppContext
from handlers.usecases import officers
from storage.migrate import migrate
from tests.contexts import shipped_context
from tests.fake_line import settings_for
from tests.fuzz.bodies import Body
from tests.fuzz.strict_line import StrictLine
from tests.line_bodies import signature
from tests.moments import Clock

STAFF = (
    ("ช่างเอก", Role.OFFICER, "engineering"),
    ("ช่างโท", Role.OFFICER, "engineering"),
    ("หัวหน้าช่าง", Role.HEAD, "engineering"),
    ("ปลัดวิชัย", Role.PALAD, None),
    ("นิติกรอรุณ", Role.INTEGRITY, None),
    ("ผู้ดูแล", Role.ADMIN, None),
)


@dataclass
class Bot:
    """The bot without threads. `post`: post a webhook; `rest`: handle all events, messages and tasks."""

    office: AppContext
    web: FlaskClient
    worker: Worker
    line: StrictLine
    clock: Clock

    def post(self, sent: Body) -> int:
        signed = {"x-line-signature": signature(sent.raw)} if sent.signed else {}
        headers = {"Content-Type": "application/json", **signed, **sent.headers}
        return self.web.post("/line/webhook", data=sent.raw, headers=headers).status_code

    def rest(self) -> None:
        self.worker.deliver()
        while self.worker.handle_next_event() or self.worker.run_next_task():
            self.worker.deliver()

    def rows(self, query: str, **values: Any) -> list[Any]:
        with self.office.store.read() as tx:
            return list(tx.connection.execute(text(query), values))


class _Raised(logging.Handler):
    """Records exceptions that were caught and logged, and where; each is a fault of the bot."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])[-5:]
            places = " > ".join(f"{Path(one.filename).name}:{one.lineno}" for one in frames)
            self.found.append(f"{record.getMessage()} {record.exc_info[0].__name__} at {places}")


@contextmanager
def all_that_is_raised() -> Iterator[list[str]]:
    handler, root = _Raised(), logging.getLogger()
    root.addHandler(handler)
    try:
        yield handler.found
    finally:
        root.removeHandler(handler)


@contextmanager
def whole_bot(
    database_url: str, folder: Path, line: StrictLine | None = None, clock: Clock | None = None
) -> Iterator[Bot]:
    """Start a bot. `line` and `clock`: those of an earlier bot, for a restart."""
    line, clock = line or StrictLine(), clock or Clock()
    settings = settings_for("https://line.invalid", database_url, folder)
    office = shipped_context(settings)
    migrate(office.store.engine)
    # The speed of the disk is not tested here.
    webhook.COMMIT_SECONDS = 60.0
    event_writer = EventWriter(office.store, clock)
    worker = Worker(office, line.client(), clock, callers=1)
    web = create_app(settings, office, event_writer, clock).test_client()
    try:
        yield Bot(office, web, worker, line, clock)
    finally:
        event_writer.close()
        office.store.close()


def appoint(bot: Bot) -> list[str]:
    """Appoint STAFF and link them; return their LINE user ids in that order."""
    accounts = [f"U{number:032x}" for number in range(1, len(STAFF) + 1)]
    with bot.office.uow(bot.clock()) as uow:
        for line_id, (name, role, department) in zip(accounts, STAFF, strict=True):
            _, code = officers.add(uow, name, role, department)
            officers.link(uow, line_id, code)
    return accounts
