"""`make demo`: the bot as it runs for an office, and beside it a pretend LINE with phones on one page.

The bot is started like anywhere else; only its host settings point to the pretence.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

import typer
import urllib3
from urllib3.exceptions import HTTPError

from bot import clock
from bot.demo.people import NAMES, OFFICERS, ROSTER, SECTIONS_OF_GROUPS
from bot.settings import Settings
from bot.telemetry import logs
from domain.organisation.calendar import bangkok, month_before, month_bounds, month_key
from simulator.app import running
from simulator.people import Roster
from simulator.settings import Settings as LineSettings

FOLDER = Path("var/demo")
SETTLED = FOLDER / "settled"
"""Exists once the office of the demo is complete: menus, officers, friends."""
PUBLIC_URL = "https://rongtuk.example"
"""LINE shows pictures from https only; the pretend LINE knows where this name leads."""
SETTLING_HOUR = timedelta(hours=6)
START_SECONDS = 60.0
BASIC_PLAN = 15_000
"""Messages a month of LINE's Basic plan. A month of an office uses up nearly all 300 of the free one."""
HTTP = urllib3.PoolManager(retries=False, timeout=10.0)


@dataclass(frozen=True)
class Demo:
    """Where the two halves are. The page is on PORT, the bot on the port after it."""

    port: int

    @property
    def page(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def bot(self) -> str:
        return f"http://127.0.0.1:{self.port + 1}"

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            **os.environ,
            "LINE_CHANNEL_SECRET": "demo-channel-secret",
            "LINE_CHANNEL_ACCESS_TOKEN": "demo-channel-token",
            "LINE_API_HOST": self.page,
            "LINE_DATA_HOST": self.page,
            "DATABASE_URL": f"sqlite:///{FOLDER / 'rongtuk.db'}",
            "DATA_DIR": str(FOLDER / "data"),
            "PUBLIC_URL": PUBLIC_URL,
            "SECRET_KEY": "demo-secret-key-not-for-real-use",
            "HOST": "127.0.0.1",
            "PORT": str(self.port + 1),
        }

    @property
    def settings(self) -> Settings:
        """What the bot of this demo reads from its environment."""
        known = {
            name.lower(): value
            for name, value in self.environment.items()
            if value and name.lower() in Settings.model_fields
        }
        return Settings.model_validate(known)

    def is_ready(self) -> bool:
        """Whether the bot listens and its database is there."""
        try:
            return bool(HTTP.request("GET", f"{self.bot}/health/ready").status == HTTPStatus.OK)
        except HTTPError:
            return False


def demo_here() -> Demo:
    return Demo(int(os.environ.get("PORT", "8000")))


def last_month() -> str:
    """The key of the month before this one, on a Bangkok clock."""
    return month_before(month_key(bangkok(clock.now()).date()))


def run_demo() -> None:
    """Start both halves, print one address, serve until Ctrl-C."""
    logs.set_up()
    demo = demo_here()
    first_time = not SETTLED.exists()
    if first_time:
        # What a first start left half done is no office to go on with.
        shutil.rmtree(FOLDER, ignore_errors=True)
    else:
        _ensure_usable_folder(demo)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with running(_line_settings(demo), port=demo.port):
        bot = _start_bot(demo)
        try:
            _wait_until_ready(demo, bot)
            if first_time:
                _settle_in(demo)
            typer.echo(f"\n  เปิดหน้านี้ในเบราว์เซอร์ / open this page:  http://localhost:{demo.port}\n")
            typer.echo(
                "  Ctrl-C stops everything; `make demo-data` (elsewhere) fills in a month.\n"
            )
            _serve_until_stopped(bot)
        finally:
            bot.send_signal(signal.SIGTERM)
            bot.wait(timeout=30)


def _ensure_usable_folder(demo: Demo) -> None:
    """Ends the program with one line that says what to do when another version made the folder."""
    from storage.migrate import UnfitSchemaError, ensure_migratable  # noqa: PLC0415 - the first start has no database
    from storage.store import open_store  # noqa: PLC0415

    store = open_store(demo.settings.database_url)
    try:
        ensure_migratable(store.engine)
    except UnfitSchemaError:
        typer.echo(
            f"{FOLDER} was made by another version: `rm -rf {FOLDER}`, then `make demo` again.",
            err=True,
        )
        raise typer.Exit(1) from None
    finally:
        store.close()


def _line_settings(demo: Demo) -> LineSettings:
    return LineSettings(
        webhook_url=f"{demo.bot}/line/webhook",
        channel_secret=demo.environment["LINE_CHANNEL_SECRET"],
        access_token=demo.environment["LINE_CHANNEL_ACCESS_TOKEN"],
        roster=Roster.from_json(ROSTER),
        folder=FOLDER / "line",
        monthly_limit=BASIC_PLAN,
        elsewhere={PUBLIC_URL: demo.bot},
    )


def _start_bot(demo: Demo) -> subprocess.Popen[bytes]:
    log = (FOLDER / "bot.log").open("ab")
    # Its own session: Ctrl-C reaches us alone, and we end it in order.
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        env=demo.environment,
        stderr=log,
        start_new_session=True,
    )


def _wait_until_ready(demo: Demo, bot: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and bot.poll() is None:
        if demo.is_ready():
            return
        time.sleep(0.1)
    typer.echo(f"The bot did not start; its own words are in {FOLDER / 'bot.log'}.", err=True)
    raise typer.Exit(1)


def _settle_in(demo: Demo) -> None:
    """What an office does once: put the menus up, appoint officers, link their telephones, say hello.

    On the phones it was early on the 1st of last month, so that a month replayed later comes after it.
    """
    # LINE's SDK takes a second to import; meanwhile the bot has been starting.
    from bot.commands.menu import publish_menus  # noqa: PLC0415
    from bot.commands.office import add_officer  # noqa: PLC0415

    publish_menus(demo.settings)
    began, _ = month_bounds(last_month())
    _control(demo, "clock", at=round((began + SETTLING_HOUR).timestamp() * 1000))
    for person in ROSTER["people"]:
        _act(demo, person["key"], "follow")
    for key, (role, department) in OFFICERS.items():
        code = add_officer(demo.settings, NAMES[key], role, department).split()[0]
        _act(demo, key, "say", text=code)
    for group, (member, section) in SECTIONS_OF_GROUPS.items():
        _act(demo, group, "join")
        _act(demo, group, "say", text=section, mention=True, **{"as": member})
    _control(demo, "clock", at=None)
    SETTLED.touch()


def _act(demo: Demo, chat: str, verb: str, **body: object) -> None:
    _control(demo, f"chats/{chat}/{verb}", **body, wait=True)


def _control(demo: Demo, path: str, **body: object) -> None:
    answer = HTTP.request("POST", f"{demo.page}/_/{path}", json=body)
    if answer.status != 200:
        raise RuntimeError(f"the pretend LINE refused: {answer.status}")


def _serve_until_stopped(bot: subprocess.Popen[bytes]) -> None:
    stopped = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopped.set())
    while not stopped.wait(1.0):
        if bot.poll() is not None:
            typer.echo(f"The bot has ended; its own words are in {FOLDER / 'bot.log'}.", err=True)
            raise typer.Exit(1)
    typer.echo("\nStopping ...")
