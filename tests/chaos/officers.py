"""Simulates the officers: two of them accept the same case at the same time, the custodian accepts alone."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from handlers.core.messages import Postback
from tests.chaos.actor import DELIVERY_SECONDS, Actor
from tests.chaos.participants import CUSTODIAN, PAIR

ACCEPT = "รับเรื่อง"
POLL_SECONDS = 0.5
ONE_IN = 3


@dataclass
class Officers:
    """The threads of the officers.

    `cases`: row ids of the cases for which both officers pressed the button. `accepted_by_custodian`: number of
    staff complaints that the custodian accepted.
    """

    actor: Actor
    seed: int
    cases: list[int] = field(default_factory=list)
    accepted_by_custodian: int = 0

    def start(self) -> None:
        self._seen: set[str] = set()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def finish(self) -> None:
        self._thread.join(timeout=DELIVERY_SECONDS * 2)
        assert not self._thread.is_alive(), "the officers never came to an end"

    def _work(self) -> None:
        dice = random.Random(self.seed)
        try:
            with ThreadPoolExecutor(len(PAIR)) as hands:
                while not self.actor.stopping.wait(POLL_SECONDS):
                    for action in self._new_on_phones(*PAIR):
                        if dice.randrange(ONE_IN) == 0:
                            self._press_at_once(hands, action)
                    for action in self._new_on_phones(CUSTODIAN):
                        self.actor.press(CUSTODIAN, action, dice)
                        self.accepted_by_custodian += 1
        except AssertionError as failure:
            self.actor.failures.append(f"officers: {failure}")

    def _press_at_once(self, hands: ThreadPoolExecutor, action: dict[str, Any]) -> None:
        presses = [
            hands.submit(self.actor.press, key, action, random.Random(number))
            for number, key in enumerate(PAIR)
        ]
        for press in presses:
            press.result()
        read = Postback.parse(action["data"])
        assert read is not None
        self.cases.append(int(read.value))

    def _new_on_phones(self, *keys: str) -> list[dict[str, Any]]:
        """Actions of the buttons that all these people have and that were not returned before."""
        offered = [
            {action["data"]: action for action in self.actor.buttons(key, ACCEPT)} for key in keys
        ]
        fresh = set.intersection(*map(set, offered)) - self._seen
        self._seen |= fresh
        return [offered[0][data] for data in sorted(fresh)]
