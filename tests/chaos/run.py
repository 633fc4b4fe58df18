"""One run of chaos on one database: people complain, everything is killed and broken, then the proof."""

import itertools
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot import clock
from bot.simulator.app import running
from bot.simulator.people import Roster
from bot.simulator.phone import Phone
from bot.simulator.settings import Settings as LineSettings
from bot.simulator.world import World
from domain.calendar import bangkok, month_key, month_shifted
from domain.people import Role
from handlers import officers
from storage.migrate import migrate
from storage.store import Store
from tests.chaos.harm import harms, trouble_line
from tests.chaos.office import Office
from tests.chaos.proof import faults_found
from tests.chaos.record import is_settled, read_record, tally
from tests.chaos.residents import Residents

SECRET, TOKEN = "chaos-secret", "chaos-token"
PEOPLE = 12
EXECUTIVE = "palad"
FIRST_HARM, HARM_EVERY = 4, 8
SETTLE_SECONDS = 240.0


@dataclass
class Outcome:
    kills: int = 0
    complaints: int = 0
    seconds: float = 0.0
    sent: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def chaos(
    database_url: str,
    kills: int,
    seed: int,
    restart_postgres: Callable[[], None],
    say: Callable[[str], None],
) -> Outcome:
    """Kill parts `kills` times under load; what was promised and broken is in `faults`."""
    started = time.monotonic()
    dice = random.Random(seed)
    people = [f"p{number:02}" for number in range(PEOPLE)]
    with tempfile.TemporaryDirectory() as folder, running(_line_settings(people)) as line:
        office = Office(database_url, Path(folder), line.base_url, SECRET, TOKEN)
        line.world.webhook_url = office.webhook_url
        residents = Residents(line.world, seed)
        _prepare(office, line.world)
        office.open()
        try:
            residents.start(people)
            breaks = itertools.cycle(harms(office, restart_postgres))
            for number in range(1, kills + 1):
                time.sleep(dice.uniform(0.0, 2.5))
                trouble_line(line.world, dice)
                office.kill_one(dice)
                if number % HARM_EVERY == FIRST_HARM:
                    next(breaks)()
                if number % 20 == 0:
                    done = sum(map(len, residents.acknowledged.values()))
                    say(f"  {number} kills, {done} complaints acknowledged")
            line.world.faults.set([], [])
            residents.stop()
            with office.inside() as inside:
                _settle(inside.store)
        finally:
            office.close()
        acknowledged = residents.acknowledged
        with office.inside() as inside:
            record = read_record(line.world, inside.store, acknowledged, EXECUTIVE)
            sent = tally(inside.store)
        return Outcome(
            kills=office.kills,
            complaints=sum(map(len, acknowledged.values())),
            seconds=time.monotonic() - started,
            sent=sent,
            faults=[*residents.failures, *faults_found(record)],
        )


def _line_settings(people: list[str]) -> LineSettings:
    roster = {
        "people": [{"key": key, "name": f"คน {key}"} for key in (*people, EXECUTIVE)],
        "groups": [],
    }
    return LineSettings(
        "http://127.0.0.1:9/",
        SECRET,
        TOKEN,
        Roster.from_json(roster),
        wire=False,
        redelivery_delays=(0.3, 1, 3),
        monthly_limit=1_000_000,
        late_content_seconds=1.0,
    )


def _prepare(office: Office, line: World) -> None:
    """An executive, linked; and a month that is due, as if the machine had been off on the 1st."""
    now = clock.now()
    # Nobody can be pushed to who has not added the bot; LINE may find the office still closed.
    executive = Phone(line).follow(Phone(line).act(EXECUTIVE, None, None, None)).person
    with office.inside() as inside:
        migrate(inside.store.engine)
        with inside.desk(now) as desk:
            _, code = officers.add(desk, "ปลัด", Role.PALAD, None)
            officers.link(desk, executive.id, code)
            last_told = month_shifted(month_key(bangkok(now).date()), -2)
            desk.tx.jobs.claim("monthly_report", last_told, now)


def _settle(store: Store) -> None:
    deadline = time.monotonic() + SETTLE_SECONDS
    while not is_settled(store):
        assert time.monotonic() < deadline, "the office did not come to rest"
        time.sleep(0.5)
