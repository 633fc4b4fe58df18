"""Simulated residents who file complaints through the pretend LINE: text, category, ยืนยัน, again and again.

Each waits for the bot's answer before the next act. A turn is one act and its accepted answer.
"""

import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.messages import MESSAGES
from bench.processes import SECRET, TOKEN
from simulator.app import running
from simulator.people import Roster
from simulator.phone import Act, Phone
from simulator.settings import Settings
from simulator.store import Record
from simulator.world import World

OFFICER = "officer"
PRESSED = ("conduct/offer/no/", "complaint/category/", "complaint/review/yes/")
"""The buttons that a resident presses: no staff complaint, the first category, ยืนยัน."""
CONFIRM = PRESSED[-1]
STANDSTILL_SECONDS = 20.0


class Crowd:
    """The residents and one officer.

    `turns`: milliseconds from each act to its accepted answer. `filed`: number of complaints confirmed.
    """

    def __init__(self, world: World, url: str, size: int) -> None:
        self.url = url
        self.world = world
        self.turns: list[float] = []
        self.filed = 0
        self._people = [f"resident-{number}" for number in range(size)]
        self._phone = Phone(world)
        self._texts = itertools.cycle(MESSAGES)
        self._written = 0
        self._acted: dict[str, float] = {}
        self._read = 0

    def prepare(self, code: str) -> None:
        """Let everyone follow the bot and link the officer with `code`, so that later turns are typical."""
        self._phone.follow(self._act(OFFICER))
        self._wait_for_answers()
        self._phone.say(self._act(OFFICER), code)
        self._wait_for_answers()
        for person in self._people:
            self._phone.follow(self._act(person))
        self._wait_for_answers()

    def turn(
        self, *, seconds: float = 0.0, turns: int = 0, at_once: int, pause: float = 0.0
    ) -> float:
        """Let `at_once` residents act until `seconds` or `turns` is reached; returns the seconds it took."""
        self.turns, self.filed = [], 0
        start = time.perf_counter()
        for person in self._people[:at_once]:
            self._write(person)
        while True:
            for person, answer in self._answers():
                time.sleep(pause)
                self._continue(person, answer)
            took = time.perf_counter() - start
            if (seconds and took > seconds) or (turns and len(self.turns) >= turns):
                break
            # Read many answers at once: waking up for each would use CPU time of the bot.
            time.sleep(0.005 if at_once > 1 else 0)
        counted = len(self.turns)
        self._wait_for_answers()
        del self.turns[counted:]
        return took

    def _act(self, person: str) -> Act:
        self._acted[person] = time.perf_counter()
        return self._phone.act(person, None, None, None)

    def _write(self, person: str) -> None:
        # Every text differs, because the bot caches the meaning of the last texts.
        self._written += 1
        self._phone.say(self._act(person), f"{next(self._texts)} บ้านเลขที่ {self._written}")

    def _continue(self, person: str, answer: Record) -> None:
        """Press the first of `PRESSED` that is offered; without one, begin the next complaint."""
        quick = answer["messages"][-1].get("quickReply", {"items": []})
        for action in (item["action"] for item in quick["items"]):
            if action.get("data", "").startswith(PRESSED):
                self.filed += action["data"].startswith(CONFIRM)
                self._phone.press(self._act(person), action, None)
                return
        self._write(person)

    def _answers(self) -> list[tuple[str, Record]]:
        """The accepted calls since the last time that answer an act; waits for at least one."""
        deadline = time.monotonic() + STANDSTILL_SECONDS
        while time.monotonic() < deadline:
            seen = self.world.feed.seq
            now = time.perf_counter()
            with self.world.lock:
                log = self.world.sending.log
                news = [log[str(number)] for number in range(self._read + 1, len(log) + 1)]
            self._read += len(news)
            answers = []
            for call in news:
                for person in call["chats"]:
                    # A call with several messages is one answer; a notice to an officer is no answer.
                    if person in self._acted:
                        self.turns.append((now - self._acted.pop(person)) * 1000)
                        answers.append((person, call))
            if answers:
                return answers
            self.world.feed.since(seen, 1.0)
        raise RuntimeError("the bot answers no more")

    def _wait_for_answers(self) -> None:
        """Wait until every act is answered, and one second more for the notices to officers."""
        while self._acted:
            self._answers()
        time.sleep(1.0)


@contextmanager
def pretend_line(size: int) -> Iterator[Crowd]:
    """Run the pretend LINE, without its log of calls, with `size` residents and an officer."""
    people = [{"key": f"resident-{number}", "name": f"ชาวบ้าน {number}"} for number in range(size)]
    roster = Roster.from_json({"people": [*people, {"key": OFFICER, "name": "ช่างเอก"}]})
    settings = Settings("", SECRET, TOKEN, roster, wire=False, monthly_limit=10_000_000)
    with running(settings) as line:
        yield Crowd(line.world, line.base_url, size)
