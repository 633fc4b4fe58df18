"""Limit the rate of events of one sender. Events over the limit are stored but not handled.

The counters are in the memory of the web process, so that normal traffic needs no extra database statement.
The decision is stored with each event, so that all workers see it.
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

MAX_EVENTS = 300
"""Events of one sender in `WINDOW`: fifteen albums of twenty photos, more than a person can send."""
WINDOW = 60.0
"""Seconds, by LINE's timestamps: redeliveries after an outage arrive all at once but are not a burst."""
THROTTLED_TYPES = frozenset({"message", "messageEdited", "postback"})
"""Event types that are throttled. Others (unsend, unfollow, leave) are counted but always handled."""


@dataclass
class _Sender:
    """The recent events of one sender. Times are seconds since 1970.

    `sent`: event id to the time of sending, by LINE's clock, of the `MAX_EVENTS` events that arrived last.
    `throttled_at`: time of sending of the last throttled event. `arrived_at`: when the last event arrived, by
    our own clock.
    """

    sent: OrderedDict[str, float] = field(default_factory=OrderedDict)
    throttled_at: float | None = None
    arrived_at: float = 0.0


class Throttle:
    """Decides which events are over the limit. Thread-safe."""

    def __init__(self, event_id: Callable[[dict[str, Any]], str]) -> None:
        """`event_id` computes the id of an event from its content."""
        self._event_id = event_id
        self._lock = threading.Lock()
        # In the order of the last arrival, so that inactive senders are at the front.
        self._senders: OrderedDict[str, _Sender] = OrderedDict()

    def judge(self, events: Sequence[NewEvent], now: float) -> list[NewEvent]:
        """Return the events to store.

        Those over the limit are marked THROTTLED, preceded once per burst by an event that tells the sender. A
        burst ends when the sender sends no throttled event for `WINDOW`. `now`: seconds since 1970.
        """
        with self._lock:
            self._remove_inactive_senders(now)
            return [judged for event in events for judged in self._judge(event, now)]

    def _judge(self, event: NewEvent, now: float) -> Iterator[NewEvent]:
        sender = self._senders.setdefault(event.sender, _Sender())
        self._senders.move_to_end(event.sender)
        sender.arrived_at = now
        sent = now if event.sent_at is None else event.sent_at
        is_burst = _is_burst(sender, event.webhook_event_id, sent)
        sender.sent[event.webhook_event_id] = sent
        if len(sender.sent) > MAX_EVENTS:
            sender.sent.popitem(last=False)
        if not is_burst or (raw := json.loads(event.raw)).get("type") not in THROTTLED_TYPES:
            yield event
            return
        if sender.throttled_at is None or sent - sender.throttled_at >= WINDOW:
            yield self._notice(event, raw)
        sender.throttled_at = sent
        yield replace(event, state=inbox.THROTTLED)

    def _notice(self, event: NewEvent, raw: dict[str, Any]) -> NewEvent:
        """Our own event, handled in its turn: it answers with the reply token of the first throttled event."""
        copied_keys = ("mode", "timestamp", "source", "replyToken")
        notice = {"type": THROTTLED, **{key: raw[key] for key in copied_keys if key in raw}}
        return replace(event, webhook_event_id=self._event_id(notice), raw=json.dumps(notice))

    def _remove_inactive_senders(self, now: float) -> None:
        while self._senders:
            sender_id, sender = next(iter(self._senders.items()))
            if now - sender.arrived_at < WINDOW:
                return
            del self._senders[sender_id]


def _is_burst(sender: _Sender, event_id: str, sent: float) -> bool:
    """Whether `MAX_EVENTS` other events were sent within `WINDOW` before or after this one.

    LINE may redeliver in any order, and also an event that has arrived already, which is not counted again.
    """
    is_redelivery = event_id in sender.sent
    is_full = len(sender.sent) == MAX_EVENTS
    return (
        is_full
        and not is_redelivery
        and all(abs(sent - at) < WINDOW for at in sender.sent.values())
    )
