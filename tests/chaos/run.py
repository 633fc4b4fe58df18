"""One chaos run on one database: people complain while processes are killed and faults injected, then checks."""

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
from tests.chaos import participants
from tests.chaos.actor import Actor
from tests.chaos.clock import LEAD, WrongClock, month_end, moves
from tests.chaos.database import Database
from tests.chaos.faults import database_faults, inject_line_faults
from tests.chaos.office import Office
from tests.chaos.officers import Officers
from tests.chaos.proof import broken_promises
from tests.chaos.record import Did, count_unhandled, count_waiting, has_cases, read_record, tally
from tests.chaos.residents import Residents

SECRET, TOKEN = "chaos-secret", "chaos-token"
MAX_PAUSE = 2.5
MAX_GAP = 0.5
"""Seconds between two kills of one burst; the second may hit a process that is still starting."""
FIRST_FAULT, FAULT_EVERY = 4, 8
MOVE_EVERY = 12
SETTLE_SECONDS = 120.0
REST_SECONDS = 5.0


@dataclass(frozen=True)
class Limits:
    """When to stop killing: after this many kills or seconds, whichever comes first."""

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
    database: Database, limits: Limits, seed: int, folder: Path, say: Callable[[str], None]
) -> Outcome:
    """Run people, kills and faults on one database; `Outcome.faults` has one line for each broken rule.

    `folder`: for the bot's logs, files and clock. `say`: called with lines about the progress.
    """
    with running(_line_settings()) as line:
        return Run(database, limits, seed, say, folder, line.world, line.base_url).go()


class Run:
    def __init__(
        self,
        database: Database,
        limits: Limits,
        seed: int,
        say: Callable[[str], None],
        folder: Path,
        line: World,
        line_url: str,
    ) -> None:
        self._limits, self._say, self._line = limits, say, line
        self._dice = random.Random(seed)
        self._clock = WrongClock(folder / "clock")
        self._office = Office(database.url, folder, line_url, SECRET, TOKEN, self._clock)
        line.webhook_url = self._office.webhook_url
        self._actor = Actor(line)
        self._residents = Residents(self._actor, seed)
        self._officers = Officers(self._actor, seed)
        self._database_faults = itertools.cycle(database_faults(self._office, database))
        self._mornings: list[date] = []
        self._moves = 0
        # Only for counting, which happens often: building a whole context takes seconds.
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
            self._actor.stopping.set()
            self._residents.finish()
            self._officers.finish()
            self._wait_until(lambda: self._waiting() == 0, REST_SECONDS)
            # Before the clock moves to the next month, when the drafts of these events would be too old.
            self._wait_until(lambda: count_unhandled(self._store) == 0, SETTLE_SECONDS)
            self._end_the_month()
        finally:
            self._office.close()
            self._store.close()
        did = self._completed_acts()
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
            faults=[*self._actor.failures, *broken_promises(record)],
        )

    def _break_everything(self) -> None:
        dice, office = self._dice, self._office
        with office.inside() as inside:
            clock_moves = moves(self._clock, inside.calendar)
        move_every = min(MOVE_EVERY, max(2, self._limits.kills // 3))
        # Without any case there is no morning digest to check.
        self._wait_until(lambda: has_cases(self._store), SETTLE_SECONDS)
        deadline = time.monotonic() + self._limits.seconds
        for number in itertools.count():
            time.sleep(dice.uniform(0.0, MAX_PAUSE))
            before = office.kills
            if before >= self._limits.kills or time.monotonic() > deadline:
                return
            inject_line_faults(self._line, dice)
            for _ in range(dice.choice([1, 1, 2, 3])):
                office.kill_one(dice)
                time.sleep(dice.uniform(0.0, MAX_GAP))
            if _passed(before, office.kills, move_every, 0):
                self._move(clock_moves)
            office.wait_until_ready()
            if _passed(before, office.kills, FAULT_EVERY, FIRST_FAULT):
                next(self._database_faults)()
            if number % 10 == 9:
                filed = sum(map(len, self._residents.filed.values()))
                self._say(f"  {office.kills} kills, {filed} complaints")

    def _move(self, clock_moves: Iterator[date | None]) -> None:
        """Move the clock and restart all schedulers at the same time, shortly before a job is due."""
        morning = next(clock_moves)
        self._moves += 1
        self._say(f"  the clock says {bangkok(self._clock.now()):%d.%m.%Y %H:%M:%S}")
        self._office.kill_schedulers()
        if morning is not None:
            self._mornings.append(morning)
            self._wait_until(lambda: self._has_run(MORNING, morning.isoformat()), SETTLE_SECONDS)

    def _end_the_month(self) -> None:
        """Stop in order, move the clock to the next month and start, so that deferred messages are sent."""
        self._office.close()
        self._clock.move_to(month_end(self._clock.now()))
        self._office.open()
        # Wait until the report is due, after all processes have started.
        time.sleep(LEAD.total_seconds() + 1)
        due = last_due_month(self._clock.now())
        self._wait_until(lambda: self._has_run(MONTHLY, due), SETTLE_SECONDS)
        # Wait while LINE still gets calls; the number of waiting messages may grow meanwhile because of the
        # jobs. Whatever is left then is reported by the checks.
        before = -1
        while (left := self._waiting()) and (calls := len(self._line.sending.log.records)) > before:
            self._say(f"  {left} still wait")
            before = calls
            self._wait_until(lambda: self._waiting() == 0, SETTLE_SECONDS)

    def _wait_until(self, fulfilled: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not fulfilled() and time.monotonic() < deadline:
            self._office.wait_until_ready()
            time.sleep(0.5)

    def _waiting(self) -> int:
        return count_waiting(self._store, self._clock.now())

    def _has_run(self, job: str, slot: str) -> bool:
        with self._store.read() as tx:
            return tx.jobs.last_slot(job) == slot

    def _completed_acts(self) -> Did:
        residents = self._residents
        months = [self._first_month]
        while months[-1] != last_due_month(self._clock.now()):
            months.append(month_after(months[-1]))
        return Did(
            filed=residents.filed,
            ordinary=residents.ordinary,
            asked=residents.asked,
            pressed={key: len(offers) for key, offers in residents.pressed.items()},
            events=self._actor.acknowledged,
            photos=self._actor.photos,
            gone=self._actor.gone,
            pairs=self._officers.cases,
            accepted_by_custodian=self._officers.accepted_by_custodian,
            mornings=[day.isoformat() for day in self._mornings],
            months=months,
        )


def _passed(before: int, after: int, every: int, first: int) -> bool:
    """Whether a multiple of `every`, counted from `first`, lies between `before` and `after`."""
    return (before - first) // every != (after - first) // every


def _line_settings() -> LineSettings:
    return LineSettings(
        "http://127.0.0.1:9/",
        SECRET,
        TOKEN,
        Roster.from_json(participants.ROSTER),
        wire=False,
        redelivery_delays=(0.3, 1, 3),
        monthly_limit=1_000_000,
        late_content_seconds=1.0,
    )


def _prepare(office: Office, line: World, now: datetime) -> str:
    """Migrate the database, let the officers follow the bot and link them.

    Returns the month whose report is due. The month before it is claimed, as if the bot had been off on the 1st.
    """
    due = last_due_month(now)
    with office.inside() as inside:
        migrate(inside.store.engine)
        for key, (role, department) in participants.POSTS.items():
            # LINE pushes only to people who follow the bot; the webhook fails, as the bot is not yet running.
            person = Phone(line).follow(Phone(line).act(key, None, None, None)).person
            with inside.uow(now) as uow:
                _, code = officers.add(uow, key, role, department)
                officers.link(uow, person.id, code)
        with inside.store.begin() as tx:
            tx.jobs.claim(MONTHLY, month_before(due), now)
    return due
