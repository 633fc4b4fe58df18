"""`make demo`: the bot as it runs for an office, and beside it a pretend LINE with phones on one page.

The bot is started like anywhere else; only its host settings point to the pretence.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import typer
import urllib3
from urllib3.exceptions import HTTPError

from bot import logs
from bot.demo_people import OFFICERS, ROSTER
from bot.simulator.app import running
from bot.simulator.people import Roster
from bot.simulator.settings import Settings as LineSettings

FOLDER = Path("var/demo")
PUBLIC_URL = "https://rongtuk.example"
"""LINE shows pictures from https only; the pretend LINE knows where this name leads."""
START_SECONDS = 60.0
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


def demo_here() -> Demo:
    return Demo(int(os.environ.get("PORT", "8000")))


def run_demo() -> None:
    """Start both halves, print one address, serve until Ctrl-C."""
    logs.set_up()
    demo = demo_here()
    FOLDER.mkdir(parents=True, exist_ok=True)
    first_time = not (FOLDER / "rongtuk.db").exists()
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


def _line_settings(demo: Demo) -> LineSettings:
    return LineSettings(
        webhook_url=f"{demo.bot}/line/webhook",
        channel_secret=demo.environment["LINE_CHANNEL_SECRET"],
        access_token=demo.environment["LINE_CHANNEL_ACCESS_TOKEN"],
        roster=Roster.from_json(ROSTER),
        folder=FOLDER / "line",
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
        try:
            if HTTP.request("GET", f"{demo.bot}/health/ready").status == 200:
                return
        except HTTPError:
            pass
        time.sleep(0.1)
    typer.echo(f"The bot did not start; its own words are in {FOLDER / 'bot.log'}.", err=True)
    raise typer.Exit(1)


def _settle_in(demo: Demo) -> None:
    """What an office does once: put the menus up, appoint officers, link their telephones, say hello."""
    _command(demo, "menu", "publish")
    for person in ROSTER["people"]:
        _act(demo, person["key"], "follow")
    for key, options in OFFICERS.items():
        name = next(person["name"] for person in ROSTER["people"] if person["key"] == key)
        code = _command(demo, "officer", "add", name, *options).split()[0]
        _act(demo, key, "say", text=code)
    for group in ROSTER["groups"]:
        _act(demo, group["key"], "join")


def _command(demo: Demo, *words: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "bot", *words],
        env=demo.environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def _act(demo: Demo, chat: str, verb: str, **body: object) -> None:
    answer = HTTP.request(
        "POST",
        f"{demo.page}/_/chats/{chat}/{verb}",
        body=json.dumps({**body, "wait": True}),
        headers={"Content-Type": "application/json"},
    )
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
