"""The console's list at 100,000 cases, opened alone and while webhooks arrive as fast as they are accepted."""

import itertools
import random
import threading
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlencode

import urllib3
from sqlalchemy import select, text

from bench import history
from bench.load import shoot
from bench.messages import MESSAGES
from bench.processes import Running, settings_of
from bench.report import Options, Row, at_least, at_most, measured, percentile
from bench.visitors import prepared_bots
from bot import clock
from bot.wiring import build_context
from domain.cases.queue import Sort, Tab
from domain.organisation.calendar import bangkok, month_before, month_key
from domain.organisation.officers import Role
from domain.text.grams import grams
from domain.text.thai_text import fold
from handlers.usecases import officers
from handlers.usecases.desk import sign_in
from handlers.usecases.desk.sign_in import Browser
from storage.cases.sealed_text import IS_ORDINARY
from storage.db.column_types import milliseconds
from storage.store import Store
from storage.tables import case_words, complaint, person
from web.console.gate import COOKIE

CASES, MONTHS, OPEN = 100_000, 40, 5_000
RESIDENTS = 20_000
"""Twice those of an office with 10,000, since people move."""
STORIES = 5_000
"""How many different texts the cases have."""
SEARCHES = (
    *("", "", "", "ไฟ", "ถนน", "หลุมลึก", "รถเล็ก ฝนตก", "000123", "ต", "หน", "ประปา ตลาด", "สมชาย"),
    *("หลุมลึด", "ต้นไม้ล้ม ประปา", "ไม่มีคำนี้แน่"),
)
"""The last ones are in no case, so that words like them are searched."""
NAMES = ("สมชาย", "สมศรี", "บุญมี", "ทองดี", "เอกชัย", "มาลี", "อรุณ", "วิไล", "ประเสริฐ", "กนกวรรณ")
PAUSE_ALONE, PAUSE_BESIDE = 0.01, 0.25
"""Seconds between two pages. The latter is that of twenty officers who open one every five seconds."""
NO_SLOWER = 0.95
LONGER = 3
"""How many times longer the slow pages beside webhooks are measured."""


def run(options: Options) -> Iterator[Row]:
    """Yield the rows of both databases."""
    for database, part, cookie in prepared_bots(_prepare):
        yield from _measured(options, database, part, cookie)


def _measured(options: Options, database: str, part: Running, cookie: str) -> Iterator[Row]:
    seconds = options.seconds * options.rounds
    # The first reader waits for the templates to be compiled.
    _read(part, cookie, 0.5, PAUSE_ALONE)
    yield from _rows(f"{database}: alone", _read(part, cookie, seconds, PAUSE_ALONE))
    before = shoot(part.port, seconds)
    spent: list[float] = []
    longer = seconds * LONGER
    reader = threading.Thread(
        target=lambda: spent.extend(_read(part, cookie, longer, PAUSE_BESIDE))
    )
    reader.start()
    beside = shoot(part.port, longer)
    reader.join()
    yield from _rows(f"{database}: under webhooks", spent)
    yield measured(f"{database}: webhooks a second beside it", beside.per_second, "/s")
    share = beside.per_second / before.per_second
    yield at_least(f"{database}: webhooks with it / without", share, NO_SLOWER, digits=2)


def _rows(name: str, spent: Sequence[float]) -> Iterator[Row]:
    for share, target in ((0.5, 50), (0.99, 200)):
        elapsed = percentile(spent, share)
        what = f"{name}, {len(spent)} pages, p{share * 100:.0f}"
        yield at_most(what, elapsed, target, "ms", 1)


def _read(part: Running, cookie: str, seconds: float, pause: float) -> list[float]:
    """Open page after page, by every part, search, order and filter; returns the milliseconds of each."""
    choices = random.Random(1)  # noqa: S311 - the same pages in every run
    combinations = list(
        itertools.product(Tab, SEARCHES, Sort, ("", "engineering"), ("", 3), ("", 21))
    )
    choices.shuffle(combinations)
    pages = itertools.cycle(combinations)
    http = urllib3.PoolManager(
        retries=False, timeout=30.0, headers={"Cookie": f"{COOKIE}={cookie}"}
    )
    spent = []
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        names = ("tab", "q", "sort", "department", "village", "page")
        chosen = urlencode(dict(zip(names, next(pages), strict=True)))
        begun = time.perf_counter()
        answer = http.request("GET", f"{part.url}/desk/cases?{chosen}", redirect=False)
        spent.append(1000 * (time.perf_counter() - begun))
        if answer.status != 200:
            raise RuntimeError(f"{chosen} answered {answer.status}")
        time.sleep(pause)
    return spent


def _prepare(environment: Mapping[str, str]) -> str:
    """Write the cases up to the end of last month, and sign the ปลัด in; returns the cookie of the session."""
    now = clock.now()
    newest = month_before(month_key(bangkok(now).date()))
    office = build_context(settings_of(environment))
    store = office.store
    history.write(
        store,
        newest,
        MONTHS,
        CASES // MONTHS,
        stories=_stories(),
        residents=RESIDENTS,
        only_cases=True,
    )
    _open_some(store, milliseconds(now))
    _name_people(store)
    _index(store)
    history.settle(store)
    with office.uow(now) as uow:
        palad, _ = officers.add(uow, "bench", Role.PALAD, None)
        link = sign_in.issue_link(uow, palad)
    with office.uow(now) as uow:
        cookie = sign_in.by_link(uow, link.token, Browser("bench", "127.0.0.1"))
    store.close()
    assert cookie is not None
    return cookie


def _stories() -> list[str]:
    """Invented complaints with a place and a time, no two alike."""
    parts = tomllib.loads((Path(__file__).parent / "detail_phrases.toml").read_text("utf-8"))[
        "parts"
    ]
    chance = random.Random(1)  # noqa: S311 - the same texts in every run
    return [
        f"{MESSAGES[number % len(MESSAGES)]} "
        + " ".join(
            chance.choice(parts[name]) for name in ("side", "spot", "further", "amiss", "time")
        )
        + f" บ้านเลขที่ {number}"
        for number in range(STORIES)
    ]


def _open_some(store: Store, now: int) -> None:
    """Open the newest cases again, due within 20 days before and after `now`: an office behind with its work."""
    with store.begin() as tx:
        newest = tx.connection.scalars(
            select(complaint.c.id).where(IS_ORDINARY).order_by(complaint.c.id.desc()).limit(OPEN)
        ).all()
        tx.connection.execute(
            text(
                "UPDATE complaint SET ended_at = NULL, verdict = NULL, status = 'in_hand',"
                " due_at = :now + (id % 40 - 20) * 86400000 WHERE id >= :first AND NOT restricted"
            ),
            {"now": now, "first": newest[-1]},
        )


def _name_people(store: Store) -> None:
    """Give every resident the name of a LINE profile."""
    with store.begin() as tx:
        people = tx.connection.scalars(select(person.c.line_user_id)).all()
        tx.connection.execute(
            text("UPDATE person SET display_name = :name WHERE line_user_id = :key"),
            [
                {"name": f"{NAMES[number % len(NAMES)]} {number}", "key": key}
                for number, key in enumerate(people)
            ],
        )


def _index(store: Store) -> None:
    """Put every ordinary case into the search index, with the texts that `storage.cases.case_words` stores."""
    with store.begin() as tx:
        cases = tx.connection.execute(
            select(complaint.c.id, complaint.c.number, complaint.c.detail, complaint.c.place_words)
            .where(IS_ORDINARY)
            .order_by(complaint.c.id)
        ).all()
    words = [(one.id, fold(f"{one.number} {one.detail} {one.place_words}")) for one in cases]
    if store.is_sqlite:
        with history.bulk_writer(store) as load:
            load(case_words, ("complaint_id", "words"), words)
    else:
        # The index is made afterwards, in a tenth of the time.
        (index,) = case_words.indexes
        with store.engine.begin() as connection:
            index.drop(connection)
        with history.bulk_writer(store) as load:
            rows = ((key, said, grams(said)) for key, said in words)
            load(case_words, ("complaint_id", "words", "grams"), rows)
        with store.engine.begin() as connection:
            index.create(connection)
    with store.begin() as tx:
        tx.case_words.checked(history.HIGHEST_ID)
