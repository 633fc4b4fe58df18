"""Runs a complete bot in this process against the simulator, over HTTP, for the stories."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn.server
from flask import Flask
from sqlalchemy import text

from bot import clock
from bot.event_writer import EventWriter
from bot.line.client import connect
from bot.runtime.flask_app import create_app
from bot.runtime.web_server import WebServer
from bot.runtime.worker import Worker
from bot.settings import Settings
from domain.organisation.officers import Role
from handlers.core.unit_of_work import AppContext
from handlers.usecases import officers
from simulator.app import running as running_line
from simulator.people import Roster
from simulator.settings import Settings as LineSettings
from simulator.world import World
from tests.contexts import shipped_context

SECRET, TOKEN = "story-channel-secret", "story-channel-token"
PUBLIC_URL = "https://rongtuk.example"
PEOPLE = {
    "people": [
        {"key": "somsri", "name": "สมศรี ใจดี"},
        {"key": "boonmee", "name": "บุญมี"},
        {"key": "john", "name": "John", "language": "en"},
        {"key": "chang", "name": "ช่างเอก"},
        {"key": "chang2", "name": "ช่างโท"},
        {"key": "head", "name": "หัวหน้าช่าง"},
        {"key": "palad", "name": "ปลัดวิชัย"},
        {"key": "nayok", "name": "นายกสมบัติ"},
        {"key": "integrity", "name": "นิติกรอรุณ"},
        {"key": "clerk", "name": "สำนักปลัด"},
    ],
    "groups": [
        {"key": "team", "name": "กองช่าง นาวังหิน", "members": ["chang", "chang2", "head", "clerk"]}
    ],
}
POSTS = {
    "chang": (Role.OFFICER, "engineering"),
    "chang2": (Role.OFFICER, "engineering"),
    "head": (Role.HEAD, "engineering"),
    "palad": (Role.PALAD, None),
    "nayok": (Role.NAYOK, None),
    "integrity": (Role.INTEGRITY, None),
    "clerk": (Role.OFFICER, "clerk"),
}
SETTLE_SECONDS = 20.0


class Clock:
    """The clock of the bot: the real time plus what a story adds."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)

    def __call__(self) -> datetime:
        return clock.now() + self._ahead

    def move_to(self, moment: datetime) -> None:
        self._ahead = moment - clock.now()


@dataclass
class Bot:
    """`line`: the world of the simulator. `office`: the bot's context, for what cannot be seen from outside."""

    settings: Settings
    office: AppContext
    worker: Worker
    line: World
    line_url: str
    url: str
    now: Clock

    def settle(self, seconds: float = SETTLE_SECONDS) -> None:
        """Wait until no event, message or task is waiting. `seconds`: at most; more after many events."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with self.office.store.engine.connect().execution_options(reading=True) as connection:
                busy = connection.execute(
                    text(
                        "SELECT (SELECT count(*) FROM inbox WHERE state = 0)"
                        " + (SELECT count(*) FROM outbox WHERE state < 2)"
                        " + (SELECT count(*) FROM task WHERE state < 2)"
                    )
                ).scalar_one()
            if not busy:
                return
            time.sleep(0.01)
        raise AssertionError("the bot did not come to rest")

    def appoint(self, key: str) -> str:
        """Appoint the officer of this key; return the code that links their account."""
        role, department = POSTS[key]
        name = next(person["name"] for person in PEOPLE["people"] if person["key"] == key)
        with self.office.uow(self.now()) as uow:
            _, code = officers.add(uow, name, role, department)
        return code


@contextmanager
def running_bot(
    folder: Path, database_url: str, neighbours: int = 0, **line_settings: Any
) -> Iterator[Bot]:
    """Run a bot on a migrated database. `neighbours`: residents besides PEOPLE, named neighbour-1 and so on."""
    crowd = [
        {"key": f"neighbour-{number}", "name": f"ลูกบ้าน {number}"}
        for number in range(1, neighbours + 1)
    ]
    roster = Roster.from_json({**PEOPLE, "people": [*PEOPLE["people"], *crowd]})
    line_options = {"monthly_limit": 100_000, "late_content_seconds": 0.5, **line_settings}
    with running_line(
        LineSettings("http://127.0.0.1:9/", SECRET, TOKEN, roster, **line_options)
    ) as line:
        settings = Settings.of(
            line_channel_secret=SECRET,
            line_channel_access_token=TOKEN,
            line_api_host=line.base_url,
            line_data_host=line.base_url,
            database_url=database_url,
            data_dir=folder,
            public_url=PUBLIC_URL,
            secret_key="GcUTTZhY_zk3I6B55yw0hK-ND1eC9ZXa",
        )
        office = shipped_context(settings)
        now = Clock()
        event_writer = EventWriter(office.store, now)
        worker = Worker(office, connect(settings), now)
        with serving(create_app(settings, office, event_writer, now)) as url:
            line.world.webhook_url = f"{url}/line/webhook"
            worker.start()
            try:
                yield Bot(settings, office, worker, line.world, line.base_url, url, now)
            finally:
                worker.stop()
        event_writer.close()
        office.store.close()


class _ShortPauses:
    """The asyncio that uvicorn uses in a story: its pauses when it stops were a quarter of the stories' time."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    @staticmethod
    async def sleep(seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.01))


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve the application on a free port, as `bot web` does; yield its URL."""
    server = WebServer(app, "127.0.0.1", 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uvicorn.server, "asyncio", _ShortPauses())
        server.start()
        try:
            yield f"http://127.0.0.1:{server.port}"
        finally:
            server.stop()
