"""Sends the acts of all people to the bot; each event is delivered until acknowledged, some also afterwards."""

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
ANSWER_SECONDS = 3.0
POLL_SECONDS = 0.25
OFFER = "ดูคำตอบล่าสุด"


@dataclass
class Actor:
    """Acts for every person on the pretend LINE.

    `acknowledged`: by person, the ids of the events that were answered with 200, in that order. `photos`: message
    id to the key of the sender. `gone`: ids of photos whose content LINE does not have.
    """

    line: World
    acknowledged: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    photos: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def say(self, key: str, text: str, dice: random.Random) -> None:
        """Send a text. Three of four times wait for an answer, at most ANSWER_SECONDS."""
        seen = self._newest(key)
        self._until_acknowledged(key, self._phone.say(self._act(key), text), dice)
        deadline = time.monotonic() + dice.choice([0.0, *[ANSWER_SECONDS] * 3])
        while time.monotonic() < deadline and self._newest(key) == seen:
            time.sleep(POLL_SECONDS)

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
        """Send several texts at once; those not acknowledged at first are redelivered in random order."""
        acts = [self._phone.say(self._phone.act(key, None, None, None), text) for text in texts]
        for act in dice.sample(acts, len(acts)):
            self._until_acknowledged(key, act, dice)

    def buttons(self, key: str, label: str) -> Iterator[dict[str, Any]]:
        """The actions of all buttons with this label in a person's chat."""
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
        """The id of the bot's newest message in a person's chat, or ""."""
        with self.line.lock:
            messages = self.line.chats.messages(key)
        return next((one["id"] for one in reversed(messages) if one["from"] == "bot"), "")

    def _act(self, key: str) -> Act:
        return self._phone.act(key, None, None, WAIT_SECONDS)

    def _until_acknowledged(self, key: str, act: Act, dice: random.Random) -> None:
        """Redeliver an event until it is acknowledged; sometimes again, alone or with older ones."""
        (event_id,) = act.webhook_event_ids
        status = act.delivered
        deadline = time.monotonic() + DELIVERY_SECONDS
        while status != 200:
            assert time.monotonic() < deadline, f"{event_id} was never acknowledged ({status})"
            time.sleep(POLL_SECONDS)
            status = self.line.redeliver(event_id, WAIT_SECONDS)
        mine = self.acknowledged[key]
        mine.append(event_id)
        for _ in range(dice.choice([0, 0, 0, 1, 2])):
            self.line.redeliver(event_id)
        if dice.random() < 0.1:
            self._deliver_old_ones(key, dice.choices(mine[-REMEMBERED:], k=3))

    def _deliver_old_ones(self, key: str, event_ids: list[str]) -> None:
        """Redeliver these events in one webhook, in any order and maybe with one of them twice."""
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
