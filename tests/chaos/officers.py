"""Two officers who take the same cases at the same moment."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from handlers.core.messages import Postback
from tests.chaos.cast import KEEPER, PAIR
from tests.chaos.hand import DELIVERY_SECONDS, Hand

ACCEPT = "รับเรื่อง"
LOOK_SECONDS = 0.5
ONE_IN = 3


@dataclass
class Officers:
    """`cases`: the rows of those that two pressed for; `kept`: how many about staff their keeper did."""

    hand: Hand
    seed: int
    cases: list[int] = field(default_factory=list)
    kept: int = 0

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
                while not self.hand.stopping.wait(LOOK_SECONDS):
                    for action in self._new_on_phones(*PAIR):
                        if dice.randrange(ONE_IN) == 0:
                            self._press_at_once(hands, action)
                    for action in self._new_on_phones(KEEPER):
                        self.hand.press(KEEPER, action, dice)
                        self.kept += 1
        except AssertionError as failure:
            self.hand.failures.append(f"officers: {failure}")

    def _press_at_once(self, hands: ThreadPoolExecutor, action: dict[str, Any]) -> None:
        presses = [
            hands.submit(self.hand.press, key, action, random.Random(number))
            for number, key in enumerate(PAIR)
        ]
        for press in presses:
            press.result()
        read = Postback.parse(action["data"])
        assert read is not None
        self.cases.append(int(read.value))

    def _new_on_phones(self, *keys: str) -> list[dict[str, Any]]:
        """Buttons that all of these have before them and nobody has pressed or passed over."""
        offered = [
            {action["data"]: action for action in self.hand.buttons(key, ACCEPT)} for key in keys
        ]
        fresh = set.intersection(*map(set, offered)) - self._seen
        self._seen |= fresh
        return [offered[0][data] for data in sorted(fresh)]
