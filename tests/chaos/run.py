"""One run of chaos on one database: people complain, everything is killed and broken, then the proof."""

import itertools
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from domain.organisation.calendar import bangkok, month_after, month_before
from handlers.usecases import officers
from scheduler.jobs import MONTHLY, MORNING, last_due_month
from simulator.app import running
from simulator.people import Roster
from simulator.phone import Phone
from simulator.settings import Settings as LineSettings
from simulator.world import World
from storage.migrate import migrate
from storage.store import open_store
from tests.chaos import cast
from tests.chaos.clock import LEAD, WrongClock, month_end, moves
from tests.chaos.database import Database
from tests.chaos.hand import Hand
from tests.chaos.harm import harms, trouble_line
from tests.chaos.office import Office
from tests.chaos.officers import Officers
from tests.chaos.proof import faults_found
from tests.chaos.record import Did, has_cases, read_record, tally, unheard, waiting
from tests.chaos.residents import Residents

SECRET, TOKEN = "chaos-secret", "chaos-token"
LONGEST_REST = 2.5
LONGEST_GAP = 0.5
"""Between two kills of one burst: the second may meet a process that is only starting."""
FIRST_HARM, HARM_EVERY = 4, 8
MOVE_EVERY = 12
SETTLE_SECONDS = 120.0
REST_SECONDS = 5.0


@dataclass(frozen=True)
class Most:
    """When to stop killing: so many kills, or so many seconds if they take longer."""

    kills: int
    seconds: float


@dataclass
class Outcome:
    kills: int = 0
    complaints: int = 0
    events: int = 0
    moves: int = 0
    seconds: float = 0.0
    sent: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def chaos(
    database: Database, most: Most, seed: int, folder: Path, say: Callable[[str], None]
) -> Outcome:
    """Kill parts under load, then see what was promised and broken: that is in `faults`.

    The office lives in `folder`: its logs, its files, its clock.
    """
    with running(_line_settings()) as line:
        return Run(database, most, seed, say, folder, line.world, line.base_url).go()


class Run:
    def __init__(
        self,
        database: Database,
        most: Most,
        seed: int,
        say: Callable[[str], None],
        folder: Path,
        line: World,
        line_url: str,
    ) -> None:
        self._most, self._say, self._line = most, say, line
        self._dice = random.Random(seed)
        self._clock = WrongClock(folder / "clock")
        self._office = Office(database.url, folder, line_url, SECRET, TOKEN, self._clock)
        line.webhook_url = self._office.webhook_url
        self._hand = Hand(line)
        self._residents = Residents(self._hand, seed)
        self._officers = Officers(self._hand, seed)
        self._harms = itertools.cycle(harms(self._office, database))
        self._mornings: list[date] = []
        self._moves = 0
        # To count only: an office is made in seconds, and we look all the time.
        self._store = open_store(database.url)
        self._first_month = _prepare(self._office, line, self._clock.now())

    def go(self) -> Outcome:
        started = time.monotonic()
        self._office.open()
        try:
            self._residents.start()
            self._officers.start()
            self._break_everything()
            self._line.faults.set([], [])
            self._hand.stopping.set()
            self._residents.finish()
            self._officers.finish()
            self._wait_until(lambda: self._waiting() == 0, REST_SECONDS)
            # By the next month's clock the drafts these are about would be old.
            self._wait_until(lambda: unheard(self._store) == 0, SETTLE_SECONDS)
            self._end_the_month()
        finally:
            self._office.close()
            self._store.close()
        did = self._did()
        with self._office.inside() as inside:
            record = read_record(self._line, inside.store, did)
            sent = tally(inside.store)
        return Outcome(
            kills=self._office.kills,
            complaints=len(record.cases),
            events=sum(map(len, did.events.values())),
            moves=self._moves,
            seconds=time.monotonic() - started,
            sent=sent,
            faults=[*self._hand.failures, *faults_found(record)],
        )

    def _break_everything(self) -> None:
        dice, office = self._dice, self._office
        with office.inside() as inside:
            clock_moves = moves(self._clock, inside.calendar)
        move_every = min(MOVE_EVERY, max(2, self._most.kills // 3))
        # A morning without any case has no digest, and nothing to prove.
        self._wait_until(lambda: has_cases(self._store), SETTLE_SECONDS)
        deadline = time.monotonic() + self._most.seconds
        for number in itertools.count():
            time.sleep(dice.uniform(0.0, LONGEST_REST))
            before = office.kills
            if before >= self._most.kills or time.monotonic() > deadline:
                return
            trouble_line(self._line, dice)
            for _ in range(dice.choice([1, 1, 2, 3])):
                office.kill_one(dice)
                time.sleep(dice.uniform(0.0, LONGEST_GAP))
            if _passed(before, office.kills, move_every, 0):
                self._move(clock_moves)
            office.wait_until_ready()
            if _passed(before, office.kills, HARM_EVERY, FIRST_HARM):
                next(self._harms)()
            if number % 10 == 9:
                filed = sum(map(len, self._residents.filed.values()))
                self._say(f"  {office.kills} kills, {filed} complaints")

    def _move(self, clock_moves: Iterator[date | None]) -> None:
        """Every scheduler starts just before the hour strikes, all at once."""
        morning = next(clock_moves)
        self._moves += 1
        self._say(f"  the clock says {bangkok(self._clock.now()):%d.%m.%Y %H:%M:%S}")
        self._office.kill_schedulers()
        if morning is not None:
            self._mornings.append(morning)
            self._wait_until(lambda: self._has_run(MORNING, morning.isoformat()), SETTLE_SECONDS)

    def _end_the_month(self) -> None:
        """An orderly stop and start, and a new month: what waited for one comes now."""
        self._office.close()
        self._clock.move_to(month_end(self._clock.now()))
        self._office.open()
        # The hour strikes after all of them have started.
        time.sleep(LEAD.total_seconds() + 1)
        due = last_due_month(self._clock.now())
        self._wait_until(lambda: self._has_run(MONTHLY, due), SETTLE_SECONDS)
        # On a busy machine it takes its time; what does not move at all is for the proof to name.
        # By what LINE is called for: the morning's jobs may owe more meanwhile than was sent.
        before = -1
        while (left := self._waiting()) and (
            calls := len(self._line.delivery.log.records)
        ) > before:
            self._say(f"  {left} still wait")
            before = calls
            self._wait_until(lambda: self._waiting() == 0, SETTLE_SECONDS)

    def _wait_until(self, fulfilled: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not fulfilled() and time.monotonic() < deadline:
            self._office.wait_until_ready()
            time.sleep(0.5)

    def _waiting(self) -> int:
        return waiting(self._store, self._clock.now())

    def _has_run(self, job: str, slot: str) -> bool:
        with self._store.read() as tx:
            return tx.jobs.last_slot(job) == slot

    def _did(self) -> Did:
        residents = self._residents
        months = [self._first_month]
        while months[-1] != last_due_month(self._clock.now()):
            months.append(month_after(months[-1]))
        return Did(
            filed=residents.filed,
            ordinary=residents.ordinary,
            asked=residents.asked,
            pressed={key: len(offers) for key, offers in residents.pressed.items()},
            events=self._hand.acknowledged,
            photos=self._hand.photos,
            gone=self._hand.gone,
            pairs=self._officers.cases,
            kept=self._officers.kept,
            mornings=[day.isoformat() for day in self._mornings],
            months=months,
        )


def _passed(before: int, after: int, every: int, first: int) -> bool:
    """Whether `first`, or any `every` after it, lies behind `before` and not behind `after`."""
    return (before - first) // every != (after - first) // every


def _line_settings() -> LineSettings:
    return LineSettings(
        "http://127.0.0.1:9/",
        SECRET,
        TOKEN,
        Roster.from_json(cast.ROSTER),
        wire=False,
        redelivery_delays=(0.3, 1, 3),
        monthly_limit=1_000_000,
        late_content_seconds=1.0,
    )


def _prepare(office: Office, line: World, now: datetime) -> str:
    """Everyone is a friend, officers are linked; answers the month that is due, as if we had been off on the 1st."""
    due = last_due_month(now)
    with office.inside() as inside:
        migrate(inside.store.engine)
        for key, (role, department) in cast.POSTS.items():
            # Nobody can be pushed to who has not added the bot; LINE finds the office still closed.
            person = Phone(line).follow(Phone(line).act(key, None, None, None)).person
            with inside.uow(now) as uow:
                _, code = officers.add(uow, key, role, department)
                officers.link(uow, person.id, code)
        with inside.store.begin() as tx:
            tx.jobs.claim(MONTHLY, month_before(due), now)
    return due
