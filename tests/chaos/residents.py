"""People who complain whatever happens: each message is sent until it was acknowledged, in order."""

import io
import random
import threading
import time
from dataclasses import dataclass, field

from PIL import Image

from bot.simulator.phone import Phone
from bot.simulator.world import World

TOPICS = {
    "ไฟถนนหน้าบ้านดับ": "ไฟถนน ไฟส่องสว่าง",
    "ถนนเป็นหลุมลึกมาก": "ถนน ทางเท้า สะพาน",
    "น้ำประปาไม่ไหลมาหลายวัน": "น้ำประปา น้ำใช้",
}
DELIVERY_SECONDS = 120.0
# Without a pause the answers fall behind by more than a token lives, and every one becomes a push.
PAUSE_SECONDS = 4.0


@dataclass
class Residents:
    """`acknowledged`: marker of each complaint whose every message got a 200; by person."""

    line: World
    seed: int
    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self, people: list[str]) -> None:
        self.threads = [
            threading.Thread(target=self._live, args=(key, number), daemon=True)
            for number, key in enumerate(people)
        ]
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """Let everyone finish the complaint they have begun."""
        self.stopping.set()
        for thread in self.threads:
            thread.join(timeout=DELIVERY_SECONDS * 2)

    def _live(self, key: str, number: int) -> None:
        dice = random.Random(self.seed * 1000 + number)
        complaints = self.acknowledged.setdefault(key, [])
        while not self.stopping.is_set():
            marker = f"บ้านเลขที่ {key}-{len(complaints) + 1:04}"
            problem, topic = dice.choice(list(TOPICS.items()))
            try:
                self._say(key, f"{problem} {marker}", dice)
                self._say(key, topic, dice)
                if dice.random() < 0.2:
                    self._photo(key, dice)
                self._say(key, "ยืนยัน", dice)
            except AssertionError as failure:
                self.failures.append(f"{key}: {failure}")
                return
            complaints.append(marker)
            time.sleep(dice.uniform(0, PAUSE_SECONDS))

    def _say(self, key: str, text: str, dice: random.Random) -> None:
        phone = Phone(self.line)
        act = phone.say(phone.act(key, None, None, 3.0), text)
        self._until_acknowledged(act.webhook_event_ids[0], act.delivered, dice)

    def _photo(self, key: str, dice: random.Random) -> None:
        phone = Phone(self.line)
        state = dice.choice(["ready", "ready", "late", "gone"])
        act = phone.photos(phone.act(key, None, None, 3.0), [PICTURE], state)
        self._until_acknowledged(act.webhook_event_ids[0], act.delivered, dice)

    def _until_acknowledged(self, event_id: str, status: int | None, dice: random.Random) -> None:
        """LINE delivers again until it worked; sometimes once or twice more after that."""
        deadline = time.monotonic() + DELIVERY_SECONDS
        while status != 200:
            assert time.monotonic() < deadline, f"{event_id} was never acknowledged ({status})"
            time.sleep(0.1)
            status = self.line.redeliver(event_id, 3.0)
        for _ in range(dice.choice([0, 0, 0, 1, 2])):
            self.line.redeliver(event_id)


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (20, 90, 160)).save(out, "JPEG")
    return out.getvalue()


PICTURE = _picture()
