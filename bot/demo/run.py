"""`make demo`: starts the bot and a pretend LINE whose web page shows phones to chat with.

The bot runs as in production, in a process of its own; only its settings point to the pretend LINE.
"""

import os
import secrets
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
READY_MARKER = FOLDER / "settled"
"""A file that exists once the first start is complete: menus, officers, friends and groups."""
PUBLIC_URL = "https://rongtuk.example"
"""LINE shows only pictures from https addresses; the pretend LINE fetches those of this host from the bot."""
SETUP_TIME = timedelta(hours=6)
"""Time of day of the first start's events, on the 1st of last month."""
START_SECONDS = 60.0
BASIC_PLAN = 15_000
"""Monthly messages of the pretend LINE's plan. A replayed month needs nearly all 300 of LINE's free plan."""
HTTP = urllib3.PoolManager(retries=False, timeout=10.0)


@dataclass(frozen=True)
class Demo:
    """The addresses and the environment of the demo: the page is on PORT, the bot on the port after it."""

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
            "SECRET_KEY": _secret_key(),
            # The constant key of older demos, to decrypt their data.
            "OLD_SECRET_KEYS": "demo-secret-key-not-for-real-use",
            "HOST": "127.0.0.1",
            "PORT": str(self.port + 1),
        }

    @property
    def settings(self) -> Settings:
        """The settings that the bot of this demo reads from its environment."""
        return Settings.of(**{name.lower(): value for name, value in self.environment.items()})

    def is_ready(self) -> bool:
        """Whether the bot answers its readiness check."""
        try:
            return bool(HTTP.request("GET", f"{self.bot}/health/ready").status == HTTPStatus.OK)
        except HTTPError:
            return False


def _secret_key() -> str:
    """The key of this demo's data, generated at its first start and stored beside them."""
    file = FOLDER / "secret.key"
    if not file.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        file.write_text(secrets.token_urlsafe(32))
        file.chmod(0o600)
    return file.read_text().strip()


def demo_here() -> Demo:
    """The demo on the port that the environment variable PORT names, else on 8000."""
    return Demo(int(os.environ.get("PORT", "8000")))


def last_month() -> str:
    """The key of the previous month in Bangkok time, such as 2569-10."""
    return month_before(month_key(bangkok(clock.now()).date()))


def run_demo() -> None:
    """Start the pretend LINE and the bot, print the page's address, serve until Ctrl-C.

    Ends the command with exit code 1 when the bot does not start or ends by itself.
    """
    logs.set_up()
    demo = demo_here()
    first_time = not READY_MARKER.exists()
    if first_time:
        # Start from scratch if the first start was interrupted.
        shutil.rmtree(FOLDER, ignore_errors=True)
    else:
        _ensure_usable_folder(demo)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with running(_line_settings(demo), port=demo.port):
        bot = _start_bot(demo)
        try:
            _wait_until_ready(demo, bot)
            if first_time:
                _set_up_office(demo)
            typer.echo(f"\n  เปิดหน้านี้ในเบราว์เซอร์ / open this page:  http://localhost:{demo.port}\n")
            typer.echo(
                "  Ctrl-C stops everything; `make demo-data` (elsewhere) fills in a month.\n"
            )
            _serve_until_stopped(bot)
        finally:
            bot.send_signal(signal.SIGTERM)
            bot.wait(timeout=30)


def _ensure_usable_folder(demo: Demo) -> None:
    """Exit with one line that says what to do if another version created the folder."""
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
    # A session of its own: Ctrl-C then reaches only this process, which stops the bot in order.
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


def _set_up_office(demo: Demo) -> None:
    """Publish the menus, let everybody follow the bot, appoint and link the officers, register the group.

    The phones' clocks are set to the 1st of last month, so that the events of a later replay come after these.
    """
    # Imported here, while the bot is starting, because LINE's SDK takes a second to import.
    from bot.commands.menu import publish_menus  # noqa: PLC0415
    from bot.commands.office import add_officer  # noqa: PLC0415
    from bot.demo.surveys import open_surveys  # noqa: PLC0415

    publish_menus(demo.settings)
    began, _ = month_bounds(last_month())
    _control(demo, "clock", at=round((began + SETUP_TIME).timestamp() * 1000))
    for person in ROSTER["people"]:
        _act(demo, person["key"], "follow")
    for key, (role, department) in OFFICERS.items():
        code = add_officer(demo.settings, NAMES[key], role, department).split()[0]
        _act(demo, key, "say", text=code)
    for group, (member, section) in SECTIONS_OF_GROUPS.items():
        _act(demo, group, "join")
        _act(demo, group, "say", text=section, mention=True, **{"as": member})
    open_surveys(demo.settings, bangkok(began).date())
    _control(demo, "clock", at=None)
    READY_MARKER.touch()


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
