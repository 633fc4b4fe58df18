"""Residents who file complaints through the pretend LINE: text, a category, ยืนยัน, and once more.

Each waits for the answer before acting again, as people do; a turn is one act and its accepted answer.
"""

import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.messages import MESSAGES
from bench.processes import SECRET, TOKEN
from bot.simulator.app import running
from bot.simulator.people import Roster
from bot.simulator.phone import Phone
from bot.simulator.settings import Settings
from bot.simulator.world import World

OFFICER = "officer"
STANDSTILL_SECONDS = 20.0


class Crowd:
    """`size` residents; `turns` holds the milliseconds from each act to its accepted answer."""

    def __init__(self, world: World, url: str, size: int) -> None:
        self.url = url
        self.world = world
        self.turns: list[float] = []
        self._people = [f"resident-{number}" for number in range(size)]
        self._phone = Phone(world)
        self._texts = itertools.cycle(MESSAGES)
        self._acted: dict[str, float] = {}

    def settle_in(self, code: str) -> None:
        """Everyone follows, one officer links; so that what follows is the usual day."""
        self._phone.follow(self._phone.act(OFFICER, None, None, 10.0))
        self._phone.say(self._phone.act(OFFICER, None, None, 10.0), code)
        for person in self._people:
            self._phone.follow(self._phone.act(person, None, None, 10.0))
        self._until_quiet()

    def talk(
        self, *, seconds: float = 0.0, turns: int = 0, at_once: int, pause: float = 0.0
    ) -> float:
        """So many residents talk until the time or the number of turns is over; seconds it took."""
        self.turns.clear()
        self._acted.clear()
        seen = self.world.feed.seq
        begun = last = time.perf_counter()
        for person in self._people[:at_once]:
            self._says(person)
        while True:
            news = self.world.feed.since(seen, 1.0)
            seen, now = news["seq"], time.perf_counter()
            for change in news["changes"]:
                if (
                    change["kind"] == "message"
                    and change["from"] == "bot"
                    and change["chat"] in self._acted
                ):
                    self.turns.append((now - self._acted.pop(change["chat"])) * 1000)
                    last = now
                    if pause:
                        time.sleep(pause)
                    self._answers(change["chat"], change)
            if (seconds and now - begun > seconds) or (turns and len(self.turns) >= turns):
                break
            if now - last > STANDSTILL_SECONDS:
                raise RuntimeError("the bot answers no more")
            # Many answers are read at once: waking for each would cost more than it tells.
            if at_once > 1:
                time.sleep(0.005)
        took = time.perf_counter() - begun
        self._acted.clear()
        self._until_quiet()
        return took

    def _says(self, person: str) -> None:
        self._acted[person] = time.perf_counter()
        self._phone.say(self._phone.act(person, None, None, None), next(self._texts))

    def _answers(self, person: str, change: dict[str, Any]) -> None:
        """Press what a resident presses: a likely category, then ยืนยัน; after the receipt, begin anew."""
        quick = change.get("quickReply") or {"items": []}
        actions = [item["action"] for item in quick["items"]]
        wanted = next(
            (
                action
                for action in actions
                if action.get("data", "").startswith(
                    ("complaint/review/yes/", "complaint/category/")
                )
            ),
            None,
        )
        if wanted is None:
            self._says(person)
            return
        self._acted[person] = time.perf_counter()
        self._phone.press(self._phone.act(person, None, None, None), wanted, None)

    def _until_quiet(self) -> None:
        """Until nothing has happened for a moment."""
        seen = -1
        while seen != self.world.feed.seq:
            seen = self.world.feed.seq
            time.sleep(0.7)


@contextmanager
def pretend_line(size: int) -> Iterator[Crowd]:
    """The pretend LINE, without its log of the wire, and the people on it."""
    people = [{"key": f"resident-{number}", "name": f"ชาวบ้าน {number}"} for number in range(size)]
    roster = Roster.from_json({"people": [*people, {"key": OFFICER, "name": "ช่างเอก"}]})
    settings = Settings("", SECRET, TOKEN, roster, wire=False, monthly_limit=10_000_000)
    with running(settings) as line:
        yield Crowd(line.world, line.base_url, size)
