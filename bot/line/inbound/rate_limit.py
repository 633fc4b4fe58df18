"""Whoever sends more than a person can is not heard until they pause: their events are kept, and set aside.

Counted where webhooks arrive, in the memory of this web process, so that nobody else's turn costs a
statement more. What is decided is written with the event: all workers see the same.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.line.inbound.parse import THROTTLED
from storage.queues import inbox
from storage.queues.inbox import NewEvent

MOST = 300
"""Events of one sender within `WINDOW`: fifteen albums of twenty photos, and nobody types as fast."""
WINDOW = 60.0
"""Seconds by LINE's clock: what is delivered again after an outage comes all at once and is no burst."""
WORDS = frozenset({"message", "messageEdited", "postback"})
"""What is set aside. What LINE tells of a person (taken back, blocked, left) counts, and is always heard."""


@dataclass
class _Sender:
    """Times in seconds since 1970; `arrived_at` is by our own clock, the others by LINE's.

    `sent`: when the events that arrived last, at most `MOST`, were sent, by their ids.
    """

    sent: OrderedDict[str, float] = field(default_factory=OrderedDict)
    throttled_at: float | None = None
    arrived_at: float = 0.0


class Throttle:
    """`name` makes the id of an event of our own from what it holds."""

    def __init__(self, name: Callable[[dict[str, Any]], str]) -> None:
        self._name = name
        self._lock = threading.Lock()
        # Whoever spoke last stands last, so that those who have paused are found at the front.
        self._senders: OrderedDict[str, _Sender] = OrderedDict()

    def judge(self, events: Sequence[NewEvent], now: float) -> list[NewEvent]:
        """The events as they are to be kept: of a burst set aside, with a word to its sender before the first.

        `now`: seconds since 1970.
        """
        with self._lock:
            self._forget_who_paused(now)
            return [judged for event in events for judged in self._judge(event, now)]

    def _judge(self, event: NewEvent, now: float) -> Iterator[NewEvent]:
        sender = self._senders.setdefault(event.sender, _Sender())
        self._senders.move_to_end(event.sender)
        sender.arrived_at = now
        sent = now if event.sent_at is None else event.sent_at
        is_burst = _is_burst(sender, event.webhook_event_id, sent)
        sender.sent[event.webhook_event_id] = sent
        if len(sender.sent) > MOST:
            sender.sent.popitem(last=False)
        if not is_burst or (raw := json.loads(event.raw)).get("type") not in WORDS:
            yield event
            return
        if sender.throttled_at is None or sent - sender.throttled_at >= WINDOW:
            yield self._word(event, raw)
        sender.throttled_at = sent
        yield replace(event, state=inbox.THROTTLED)

    def _word(self, event: NewEvent, raw: dict[str, Any]) -> NewEvent:
        """An event of our own: at its turn the sender is told, with the reply token of the first set aside."""
        known = ("mode", "timestamp", "source", "replyToken")
        said = {"type": THROTTLED, **{key: raw[key] for key in known if key in raw}}
        return replace(event, webhook_event_id=self._name(said), raw=json.dumps(said))

    def _forget_who_paused(self, now: float) -> None:
        while self._senders:
            name, sender = next(iter(self._senders.items()))
            if now - sender.arrived_at < WINDOW:
                return
            del self._senders[name]


def _is_burst(sender: _Sender, event_id: str, sent: float) -> bool:
    """Whether `MOST` others were sent around the same time.

    LINE delivers again in any order, and also what is here already: that is no further event.
    """
    is_here = event_id in sender.sent
    is_full = len(sender.sent) == MOST
    return is_full and not is_here and all(abs(sent - at) < WINDOW for at in sender.sent.values())
