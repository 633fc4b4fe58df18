"""The form of a survey, opened and sent, alone and while webhooks arrive as fast as they are accepted."""

import re
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

import urllib3

from bench.load import shoot
from bench.processes import bot, bot_environment, command, module, postgres, settings_of
from bench.report import Options, Row, at_most, measured, percentile
from bot import clock
from bot.wiring import build_context
from domain.surveys.participation import COUNTER_SET, DoorKind
from handlers.usecases.surveys import rounds

MOST = 200.0
"""Target in milliseconds for the slowest of a hundred."""
QUESTIONS = ("steps", "staff", "place", "channels", "overall")
TOKEN = re.compile(r'name="t" value="([^"]+)"')
PAUSE = 0.05
"""Seconds between two people: a far higher rate than an office has."""


def run(options: Options) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        urls = {
            "SQLite": f"sqlite:///{folder}/forms.db",
            "PostgreSQL": stack.enter_context(postgres(folder)),
        }
        for database, url in urls.items():
            yield from _measured(options, folder, database, url)


def _measured(options: Options, folder: Path, database: str, url: str) -> Iterator[Row]:
    with ExitStack() as stack:
        log = folder / "log"
        without = bot_environment(folder, url, "http://127.0.0.1:9")
        line = stack.enter_context(module("accepting_line", without, log))
        environment = bot_environment(folder, url, line.url)
        command(environment, "migrate")
        path = _open(environment)
        # One process receives webhooks and forms and answers them, as a small office runs it.
        part = stack.enter_context(bot("run", environment, log))
        form = f"{part.url}{path}"
        seconds = options.seconds * options.rounds
        # The first person waits for the templates to be compiled.
        _answer(form, 0.5)
        before = part.cpu_seconds
        alone = _answer(form, seconds)
        spent_by_us = 1000 * (part.cpu_seconds - before) / len(alone)
        yield measured(f"{database}: processor time of one person", spent_by_us, "ms", 1)
        yield from _rows(f"{database}: the form alone", alone)
        spent: list[tuple[float, float]] = []
        people = threading.Thread(target=lambda: spent.extend(_answer(form, seconds)))
        people.start()
        shot = shoot(part.port, seconds)
        people.join()
        yield measured(f"{database}: webhooks a second beside it", shot.per_second, "/s")
        yield from _rows(f"{database}: the form under webhooks", spent)


def _rows(name: str, spent: list[tuple[float, float]]) -> Iterator[Row]:
    yield measured(f"{name}: people who answered", len(spent))
    for what, place in (("opened", 0), ("sent", 1)):
        p99 = percentile([one[place] for one in spent], 0.99)
        yield at_most(f"{name}: {what}, p99", p99, MOST, "ms", 1)


def _open(environment: dict[str, str]) -> str:
    """Open the round of the counter with a QR code; returns the path of its form."""
    office = build_context(settings_of(environment))
    with office.uow(clock.now()) as uow:
        found = rounds.standing_round(uow, COUNTER_SET)
        door = rounds.make_door(uow, found.id, DoorKind.COUNTER)
    office.store.close()
    return f"/s/{door.code}"


def _answer(form: str, seconds: float) -> list[tuple[float, float]]:
    """Answer the form as one person after the other; returns the milliseconds of opening and of sending."""
    http = urllib3.PoolManager(retries=False, timeout=30.0)
    spent: list[tuple[float, float]] = []
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        start = time.perf_counter()
        page = http.request("GET", form)
        opened = time.perf_counter()
        token = TOKEN.search(page.data.decode())
        if token is None:
            raise RuntimeError(f"{form} shows no form: {page.status}")
        fields = {"t": token[1], **{f"q-{key}": "4" for key in QUESTIONS}}
        begun_sending = time.perf_counter()
        sent = http.urlopen(
            "POST",
            form,
            body=urlencode(fields),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            redirect=False,
        )
        if sent.status != 303:
            raise RuntimeError(f"{form} did not take the answers: {sent.status}")
        spent.append(((opened - start) * 1000, (time.perf_counter() - begun_sending) * 1000))
        time.sleep(PAUSE)
    return spent
