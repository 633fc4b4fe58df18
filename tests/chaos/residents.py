"""People who complain whatever happens, of things and of staff, and press what they are offered."""

import random
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.chaos import cast
from tests.chaos.hand import DELIVERY_SECONDS, OFFER, Hand

TOPICS = {
    "ไฟถนนหน้าบ้านดับ": "ไฟถนน ไฟส่องสว่าง",
    "ถนนเป็นหลุมลึกมาก": "ถนน ทางเท้า สะพาน",
    "น้ำประปาไม่ไหลมาหลายวัน": "น้ำประปา น้ำใช้",
}
CONTACT = "ติดต่อเรา"
# Without a pause the answers fall behind by more than a token lives, and every one becomes a push.
PAUSE_SECONDS = 3.0


@dataclass
class Residents:
    """What each did to the end: markers of complaints filed, of those about things the count, what was asked and pressed."""

    hand: Hand
    seed: int
    filed: dict[str, list[str]] = field(default_factory=dict)
    ordinary: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    asked: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    pressed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        lives = [(key, self._complain) for key in cast.RESIDENTS]
        lives += [(key, self._ask) for key in cast.ASKERS]
        self.threads = [
            threading.Thread(target=self._live, args=(key, once, number), daemon=True)
            for number, (key, once) in enumerate(lives)
        ]
        for thread in self.threads:
            thread.start()

    def finish(self) -> None:
        """Let everyone finish what they have begun."""
        for thread in self.threads:
            thread.join(timeout=DELIVERY_SECONDS * 2)
            assert not thread.is_alive(), "somebody never came to an end"

    def _live(self, key: str, once: Callable[[str, random.Random], None], number: int) -> None:
        dice = random.Random(self.seed * 1000 + number)
        try:
            while not self.hand.stopping.is_set():
                once(key, dice)
                self._press_an_offer(key, dice)
                self.hand.stopping.wait(dice.uniform(0, PAUSE_SECONDS))
        except AssertionError as failure:
            self.hand.failures.append(f"{key}: {failure}")

    def _complain(self, key: str, dice: random.Random) -> None:
        mine = self.filed.setdefault(key, [])
        marker = f"บ้านเลขที่ {key}-{len(mine) + 1:04}"
        if key in cast.OF_STAFF and dice.random() < 0.4:
            self._of_staff(key, marker, dice)
        else:
            self._of_a_thing(key, marker, dice)
        mine.append(marker)

    def _of_a_thing(self, key: str, marker: str, dice: random.Random) -> None:
        problem, topic = dice.choice(list(TOPICS.items()))
        self.hand.say(key, f"{problem} {marker}", dice)
        self.hand.say(key, topic, dice)
        if dice.random() < 0.2:
            self.hand.photo(key, dice)
        if dice.random() < 0.2:
            self._press_an_offer(key, dice)
        self.hand.say(key, "ยืนยัน", dice)
        self.ordinary[key] += 1

    def _of_staff(self, key: str, marker: str, dice: random.Random) -> None:
        story = f"พูดจาไม่ดีกับผู้สูงอายุ {marker}"
        for words in ("ร้องเรียนเจ้าหน้าที่", "ไม่ทราบ", "เมื่อวาน", story, "ไม่มีหลักฐาน"):
            self.hand.say(key, words, dice)
        self.hand.say(key, cast.OF_STAFF[key], dice)
        self.hand.say(key, "ยืนยัน", dice)

    def _ask(self, key: str, dice: random.Random) -> None:
        self.hand.say_in_any_order(key, [CONTACT] * 3, dice)
        self.asked[key] += 3

    def _press_an_offer(self, key: str, dice: random.Random) -> None:
        """Whoever presses does so each time, once."""
        if key not in cast.PRESSES_OFFERS:
            return
        pressed = self.pressed[key]
        for action in list(self.hand.buttons(key, OFFER)):
            if action["data"] not in pressed:
                self.hand.press(key, action, dice)
                pressed.add(action["data"])
