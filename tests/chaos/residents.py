"""Simulates the residents: they file ordinary and staff complaints, ask questions and press offers."""

import random
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.chaos import participants
from tests.chaos.actor import DELIVERY_SECONDS, OFFER, Actor

TOPICS = {
    "ไฟถนนหน้าบ้านดับ": "ไฟถนน ไฟส่องสว่าง",
    "ถนนเป็นหลุมลึกมาก": "ถนน ทางเท้า สะพาน",
    "น้ำประปาไม่ไหลมาหลายวัน": "น้ำประปา น้ำใช้",
}
CONTACT = "ติดต่อเรา"
# Without a pause the bot answers later than a reply token lasts, and every answer becomes a push.
PAUSE_SECONDS = 3.0


@dataclass
class Residents:
    """The residents' threads, and what each person completed."""

    actor: Actor
    seed: int
    filed: dict[str, list[str]] = field(default_factory=dict)
    ordinary: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    asked: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    pressed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        people = [(key, self._complain) for key in participants.RESIDENTS]
        people += [(key, self._ask) for key in participants.ASKERS]
        self.threads = [
            threading.Thread(target=self._run, args=(key, once, number), daemon=True)
            for number, (key, once) in enumerate(people)
        ]
        for thread in self.threads:
            thread.start()

    def finish(self) -> None:
        """Wait until everyone has finished the complaint they have begun."""
        for thread in self.threads:
            thread.join(timeout=DELIVERY_SECONDS * 2)
            assert not thread.is_alive(), "somebody never came to an end"

    def _run(self, key: str, once: Callable[[str, random.Random], None], number: int) -> None:
        dice = random.Random(self.seed * 1000 + number)
        try:
            while not self.actor.stopping.is_set():
                once(key, dice)
                self._press_an_offer(key, dice)
                self.actor.stopping.wait(dice.uniform(0, PAUSE_SECONDS))
        except AssertionError as failure:
            self.actor.failures.append(f"{key}: {failure}")

    def _complain(self, key: str, dice: random.Random) -> None:
        mine = self.filed.setdefault(key, [])
        marker = f"บ้านเลขที่ {key}-{len(mine) + 1:04}"
        if key in participants.OF_STAFF and dice.random() < 0.4:
            self._file_staff_complaint(key, marker, dice)
        else:
            self._file_ordinary_complaint(key, marker, dice)
        mine.append(marker)

    def _file_ordinary_complaint(self, key: str, marker: str, dice: random.Random) -> None:
        problem, topic = dice.choice(list(TOPICS.items()))
        self.actor.say(key, f"{problem} {marker}", dice)
        self.actor.say(key, topic, dice)
        if dice.random() < 0.2:
            self.actor.photo(key, dice)
        if dice.random() < 0.2:
            self._press_an_offer(key, dice)
        self.actor.say(key, "ยืนยัน", dice)
        self.ordinary[key] += 1

    def _file_staff_complaint(self, key: str, marker: str, dice: random.Random) -> None:
        story = f"พูดจาไม่ดีกับผู้สูงอายุ {marker}"
        for words in ("ร้องเรียนเจ้าหน้าที่", "ไม่ทราบ", "เมื่อวาน", story, "ไม่มีหลักฐาน"):
            self.actor.say(key, words, dice)
        self.actor.say(key, participants.OF_STAFF[key], dice)
        self.actor.say(key, "ยืนยัน", dice)

    def _ask(self, key: str, dice: random.Random) -> None:
        self.actor.say_in_any_order(key, [CONTACT] * 3, dice)
        self.asked[key] += 3

    def _press_an_offer(self, key: str, dice: random.Random) -> None:
        """Press each offer once, if this person presses offers."""
        if key not in participants.PRESSES_OFFERS:
            return
        pressed = self.pressed[key]
        for action in list(self.actor.buttons(key, OFFER)):
            if action["data"] not in pressed:
                self.actor.press(key, action, dice)
                pressed.add(action["data"])
