"""One run of the fuzzer against a complete bot in this process, whose calls to LINE are checked by LINE's rules."""

import gc
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil

from scheduler.timetable import TIMETABLE
from tests.fuzz.bodies import Bodies, Body
from tests.fuzz.crowd import Crowd, asked_by
from tests.fuzz.inside import Bot, all_that_is_raised, appoint, whole_bot
from tests.line_bodies import body

RESIDENTS = 300
AT_ONCE = 4
"""Maximum webhooks that are posted before the worker handles them."""
MAX_FAULTS_PRINTED = 40
HOME_EVERY = 250
HOMES_AT_THE_END = 5
DAY_EVERY = 500
MAX_GROWTH = 1.05
"""Maximum ratio of resident memory after the last third of a run and after the second; the first fills caches."""
FILES = (
    b"%PDF-1.4 <script>",
    "หลักฐาน".encode(),
    b"OggS",
    b"<svg onload=x>",
    b"",
    b"GIF89a\1\0\1\0\0\0\0;",
)
LIGHT, CONFIRM, CANCEL = "ไฟถนน ไฟส่องสว่าง", "ยืนยัน", "ยกเลิก"


@dataclass
class Outcome:
    """`memory`: resident megabytes after each third. `asked`: how often each question was open."""

    answers: Counter[int] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    memory: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    said: int = 0
    homes: int = 0
    seconds: float = 0.0
    processor_seconds: float = 0.0


def fuzz(database_url: str, bodies: int, seed: int, say: Callable[[str], None]) -> Outcome:
    """Post this many bodies; `Outcome.faults` has one line for each broken rule."""
    with (
        tempfile.TemporaryDirectory() as folder,
        whole_bot(database_url, Path(folder)) as bot,
        all_that_is_raised() as raised,
    ):
        run = _Run(bot, random.Random(seed), say, raised)
        run.go(bodies)
        return run.outcome


def memory_faults(memory: Sequence[float]) -> Iterator[str]:
    """Yield a fault if memory grew. `memory`: resident megabytes after each third of a run."""
    _, before, after = memory
    if after > before * MAX_GROWTH:
        yield f"memory grew from {before:.0f} to {after:.0f} MB in the last third"


class _Run:
    def __init__(
        self, bot: Bot, dice: random.Random, say: Callable[[str], None], raised: list[str]
    ) -> None:
        self._bot, self._dice, self._say, self._raised = bot, dice, say, raised
        self.outcome = Outcome()
        staff = appoint(bot)
        residents = [f"U{number:032x}" for number in range(256, 256 + RESIDENTS)]
        self._crowd = Crowd(
            # An officer acts as often as ten residents do.
            [*residents, *staff * 10],
            dice,
            lambda: int(bot.clock().timestamp() * 1000),
            lambda who: bot.line.buttons.get(who, ()),
            bot.line.old_buttons,
            bot.line.tokens.__setitem__,
            self._bring,
        )
        self._bodies = Bodies(self._crowd)
        self._kept = 0

    def go(self, bodies: int) -> None:
        wall, processor = time.monotonic(), time.process_time()
        thirds = {bodies * part // 3 for part in (1, 2, 3)}
        waiting = 0
        for number in range(1, bodies + 1):
            self._post(self._bodies.next())
            waiting += 1
            if waiting >= self._dice.randint(1, AT_ONCE):
                waiting = 0
                self._rest()
            if number % HOME_EVERY == 0:
                self._cancels_and_files(self._dice.choice(self._crowd.people))
            if number % DAY_EVERY == 0:
                self._time_passes()
            if number in thirds:
                self._rest()
                self._measure_memory(number)
        self._finish_all_work()
        self.outcome.seconds = time.monotonic() - wall
        self.outcome.processor_seconds = time.process_time() - processor
        self.outcome.said = self._bot.line.accepted
        for growth in memory_faults(self.outcome.memory):
            self._fault(growth)

    # ---------------------------------------------------------------- one body
    def _post(self, sent: Body) -> None:
        self._bot.clock.now += timedelta(milliseconds=self._dice.randrange(50, 500))
        status = self._bot.post(sent)
        self.outcome.answers[status] += 1
        kept = self._stored_since_last()
        whole = sent.raw[:200]
        if status >= 500:
            self._fault(f"{status} for {sent.kind}: {whole!r}")
        if sent.is_good is True and status != 200:
            self._fault(f"{status} for a good body ({sent.kind}): {whole!r}")
        if sent.is_good is False and not 400 <= status < 500:
            self._fault(f"{status} for a bad body ({sent.kind}): {whole!r}")
        if status != 200 and kept:
            self._fault(f"{status}, and yet {kept} events were kept: {whole!r}")

    def _stored_since_last(self) -> int:
        rows = self._bot.rows("SELECT id FROM inbox WHERE id > :last", last=self._kept)
        self._kept = max([self._kept, *(row.id for row in rows)])
        return len(rows)

    def _rest(self) -> None:
        bot = self._bot
        for who in bot.line.tokens.values():
            for asked in {str(asked_by(button)) for button in bot.line.buttons.get(who, ())}:
                self.outcome.asked["/".join(asked.split("/")[:2])] += 1
        bot.rest()
        # The token of a refused or mutated event is never used.
        bot.line.tokens.clear()
        bot.line.files.clear()
        for reason in bot.line.refused:
            self._fault(f"LINE would refuse: {reason}")
        for reason in dict.fromkeys(self._raised):
            self._fault(reason)
        bot.line.refused.clear()
        self._raised.clear()

    def _bring(self, message_id: str) -> None:
        if self._dice.random() < 0.3:
            self._bot.line.files[message_id] = self._dice.choice(FILES)

    # ---------------------------------------------------------------- the way home
    def _cancels_and_files(self, who: str) -> None:
        """Check that `ยกเลิก` ends the person's conversations and a new complaint can be filed."""
        self.outcome.homes += 1
        for _ in range(4):
            self._does(self._crowd.says(who, CANCEL))
            with self._bot.office.store.read() as tx:
                if tx.conversations.find(who) is None:
                    break
        else:
            self._fault(f"stuck: {who}")
        marker = f"ไฟถนนหน้าวัดดับ บ้านเลขที่ {self.outcome.homes}"
        self._does(self._crowd.says(who, "แจ้งเรื่อง"))
        self._does(self._crowd.says(who, marker))
        self._presses(who, LIGHT)
        self._presses(who, CONFIRM)
        with self._bot.office.store.read() as tx:
            newest = tx.all_cases.of_reporter(who, 1)
        if [case.detail for case in newest] != [marker]:
            self._fault(f"no new complaint could be filed by {who}")

    def _presses(self, who: str, label: str) -> None:
        shown = [one for one in self._bot.line.buttons.get(who, ()) if one["label"] == label]
        if not shown:
            self._fault(f"{who} was not offered {label}")
            return
        self._does(self._crowd.pressed(who, shown[0]))

    def _does(self, event: dict[str, Any]) -> None:
        self._bot.clock.now += timedelta(seconds=1)
        if self._bot.post(Body(body(event))) != 200:
            self._fault("an honest act was refused")
        self._stored_since_last()
        self._rest()

    # ---------------------------------------------------------------- time, memory, the end
    def _time_passes(self) -> None:
        jump = self._dice.choice((timedelta(minutes=2), timedelta(hours=7), timedelta(hours=26)))
        self._bot.clock.now += jump
        for job in TIMETABLE:
            job.run(self._bot.office, self._bot.clock())
        self._rest()

    def _measure_memory(self, number: int) -> None:
        gc.collect()
        self.outcome.memory.append(psutil.Process().memory_info().rss / 1e6)
        self._say(f"  {number} bodies, {self.outcome.memory[-1]:.0f} MB")

    def _finish_all_work(self) -> None:
        """Check that every acknowledged event is done or set aside, and that no message is left to send."""
        for _ in range(6):
            self._bot.clock.now += timedelta(hours=1)
            self._rest()
        names = {0: "waiting", 1: "done", 2: "set aside", 3: "throttled"}
        for row in self._bot.rows(
            "SELECT state, last_error, count(*) AS found FROM inbox GROUP BY state, last_error"
        ):
            error = f" ({row.last_error})" if row.last_error else ""
            self.outcome.ends[names[row.state] + error] += row.found
        (owed,) = self._bot.rows("SELECT count(*) AS found FROM outbox WHERE state < 2")
        if owed.found:
            self._fault(f"{owed.found} messages were never sent")
        if self.outcome.ends["waiting"]:
            self._fault(f"{self.outcome.ends['waiting']} events were never handled")
        for who in self._dice.sample(self._crowd.people, HOMES_AT_THE_END):
            self._cancels_and_files(who)

    def _fault(self, what: str) -> None:
        self.outcome.faults.append(what)
        if len(self.outcome.faults) <= MAX_FAULTS_PRINTED:
            self._say(f"  BROKEN {what}")
