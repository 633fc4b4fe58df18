"""The hand of everyone who writes to the bot: each act is delivered until it was acknowledged, and then again."""

import io
import random
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from simulator import events
from simulator.actions import buttons_in
from simulator.phone import Act, Phone
from simulator.world import World

DELIVERY_SECONDS = 120.0
WAIT_SECONDS = 3.0
REMEMBERED = 20
PATIENCE_SECONDS = 3.0
GLANCE_SECONDS = 0.25
OFFER = "ดูคำตอบล่าสุด"


@dataclass
class Hand:
    """`acknowledged`: of each person, the ids of the events that got a 200, in the order they did.

    `photos`: message id to who sent it; `gone`: those that LINE lost.
    """

    line: World
    acknowledged: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    photos: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def say(self, key: str, text: str, dice: random.Random) -> None:
        """Most wait for an answer before they do something else, for a while; some never do."""
        seen = self._newest(key)
        self._until_acknowledged(key, self._phone.say(self._act(key), text), dice)
        patience = time.monotonic() + dice.choice([0.0, *[PATIENCE_SECONDS] * 3])
        while time.monotonic() < patience and self._newest(key) == seen:
            time.sleep(GLANCE_SECONDS)

    def press(self, key: str, action: dict[str, Any], dice: random.Random) -> None:
        self._until_acknowledged(key, self._phone.press(self._act(key), action, None), dice)

    def photo(self, key: str, dice: random.Random) -> None:
        state = dice.choice(["ready", "ready", "late", "gone"])
        act = self._phone.photos(self._act(key), [PICTURE], state)
        (message,) = act.message_ids
        self.photos[message] = key
        if state == "gone":
            self.gone.add(message)
        self._until_acknowledged(key, act, dice)

    def say_in_any_order(self, key: str, texts: list[str], dice: random.Random) -> None:
        """All at once; whatever was not acknowledged at first arrives again in another order."""
        acts = [self._phone.say(self._phone.act(key, None, None, None), text) for text in texts]
        for act in dice.sample(acts, len(acts)):
            self._until_acknowledged(key, act, dice)

    def buttons(self, key: str, label: str) -> Iterator[dict[str, Any]]:
        """The actions of all buttons of this label in somebody's chat."""
        with self.line.lock:
            messages = self.line.chats.messages(key)
        for record in messages:
            if record["from"] == "bot":
                for action in buttons_in([record["message"], record.get("quickReply")]):
                    if action.get("label") == label:
                        yield action

    @property
    def _phone(self) -> Phone:
        return Phone(self.line)

    def _newest(self, key: str) -> str:
        """The newest message of the bot in somebody's chat."""
        with self.line.lock:
            messages = self.line.chats.messages(key)
        return next((one["id"] for one in reversed(messages) if one["from"] == "bot"), "")

    def _act(self, key: str) -> Act:
        return self._phone.act(key, None, None, WAIT_SECONDS)

    def _until_acknowledged(self, key: str, act: Act, dice: random.Random) -> None:
        """LINE delivers again until it worked, and sometimes after that: alone, or with older ones in any order."""
        (event_id,) = act.webhook_event_ids
        status = act.delivered
        deadline = time.monotonic() + DELIVERY_SECONDS
        while status != 200:
            assert time.monotonic() < deadline, f"{event_id} was never acknowledged ({status})"
            time.sleep(GLANCE_SECONDS)
            status = self.line.redeliver(event_id, WAIT_SECONDS)
        mine = self.acknowledged[key]
        mine.append(event_id)
        for _ in range(dice.choice([0, 0, 0, 1, 2])):
            self.line.redeliver(event_id)
        if dice.random() < 0.1:
            self._deliver_old_ones(key, dice.choices(mine[-REMEMBERED:], k=3))

    def _deliver_old_ones(self, key: str, event_ids: list[str]) -> None:
        """In one webhook, newer before older and one perhaps twice."""
        with self.line.lock:
            found = [self.line.sent_events.get(event_id) for event_id in event_ids]
        again = [events.redelivered(record["event"]) for record in found if record]
        raw = events.body(self.line.bot_id, again)
        self.line.post(raw, self.line.signed(raw), key)


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (20, 90, 160)).save(out, "JPEG")
    return out.getvalue()


PICTURE = _picture()
