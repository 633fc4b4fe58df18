"""One pretend LINE: its memory, its people and the way between them and the bot.

HTTP is not here: `line_api.py` is the bot's door, `control.py` the page's and the tests'.
"""

import http.client
import json
import time
from typing import Any

from simulator import events, ids
from simulator.carrier import Carrier
from simulator.chats import Chats
from simulator.contents import Contents
from simulator.errors import UnknownKeyError
from simulator.events import Event
from simulator.faults import Faults
from simulator.friends import Friends
from simulator.menus import Menus
from simulator.people import line_id
from simulator.phone_clock import PhoneClock
from simulator.quota import Quota
from simulator.sending import Sending
from simulator.settings import Settings
from simulator.store import Store
from simulator.tokens import ReplyTokens
from simulator.webhooks import Lanes, Parcel
from simulator.wire import Feed, masked

LATE_WEBHOOK_SECONDS = 3.0
LONGEST_DELIVERY_SECONDS = 30.0


class World:
    """Everything behind the two doors. Close it, or the last moments are not written."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.bot_id = line_id("U", f"bot {settings.access_token}")
        self.webhook_url = settings.webhook_url
        self.redelivery = settings.redelivery
        self.store = Store(settings.folder)
        self.lock = self.store.lock
        self.phone_clock = PhoneClock()
        # Numbers go on after a restart, so that an open page simply continues.
        self._runs = self.store.table("runs")
        self.feed = Feed(first=int((self._runs.get("feed") or {"seq": 0})["seq"]))
        self.friends = Friends(settings.roster, self.store, self.feed)
        self.chats = Chats(self.store, self.feed)
        self.tokens = ReplyTokens(self.store, settings.reply_token_seconds)
        self.quota = Quota(self.store, settings.monthly_limit)
        self.contents = Contents(self.store, settings.late_content_seconds)
        self.menus = Menus(self.store, self.friends, self.feed)
        self.sending = Sending(
            self.store,
            self.friends,
            self.chats,
            self.tokens,
            self.quota,
            phone_ms=self.phone_clock.now_ms,
        )
        self.faults = Faults()
        self.sent_events = self.store.table("events", limit=5000)
        self.carrier = Carrier(settings.webhook_timeout)
        self.lanes = Lanes(
            self._carry,
            settings.delivery_threads,
            settings.redelivery_delays,
            lambda: self.redelivery,
        )

    def close(self) -> None:
        """Stop delivering and write everything down."""
        self.lanes.close()
        self.carrier.close()
        with self.lock:
            self._runs["feed"] = {"seq": self.feed.seq}
        self.store.close()

    def reset(self) -> None:
        """Forget everything but the roster: nobody is a friend, no chat, no menu, full quota."""
        self.lanes.forget()
        self.faults.set([], [])
        with self.lock:
            self.store.clear()
            self.chats.clear()
            self.friends.settle()
        self.feed.forget()

    def send(self, chat: str, event: Event, wait: float | None = None) -> int | None:
        """Send an event of a chat to the bot; with `wait` seconds, answer the bot's status."""
        parcel = Parcel(chat, event)
        with self.lock:
            self.sent_events[event["webhookEventId"]] = {"chat": chat, "event": event}
        self.lanes.put(parcel)
        return parcel.status(wait) if wait else None

    def redeliver(self, event_id: str, wait: float | None = None) -> int | None:
        """Send an event once more, as LINE does when it got no 200."""
        with self.lock:
            record = self.sent_events.get(event_id)
        if record is None:
            raise UnknownKeyError(f"no event {event_id!r}")
        parcel = Parcel(record["chat"], record["event"], tries=1)
        self.lanes.put(parcel)
        return parcel.status(wait) if wait else None

    def post(
        self, raw: bytes, headers: dict[str, str], chat: str | None
    ) -> tuple[int | None, float]:
        """Carry bytes to the bot: (status or None, milliseconds), noted on the wire."""
        url = self.webhook_url
        started = time.perf_counter()
        status: int | None = None
        problem = None
        try:
            status = self.carrier.post(url, raw, headers)
        except (OSError, http.client.HTTPException) as error:
            problem = f"{type(error).__name__}: {error}"
        spent = round((time.perf_counter() - started) * 1000, 2)
        if self.settings.wire:
            self.feed.add(
                "wire",
                chat,
                direction="webhook",
                method="POST",
                path=url,
                status=status,
                ms=spent,
                at=ids.now_ms(),
                request=_as_json(raw),
                response=problem,
            )
        return status, spent

    def signed(self, raw: bytes) -> dict[str, str]:
        """The headers LINE puts on a webhook with this body."""
        return {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "LineBotWebhook/2.0",
            "x-line-signature": events.sign(self.settings.channel_secret, raw),
        }

    def _carry(self, parcel: Parcel) -> int | None:
        fault = self.faults.next_webhook()
        if fault and fault["fault"] == "lost":
            return None
        if fault and fault["fault"] == "late":
            time.sleep(fault.get("seconds", LATE_WEBHOOK_SECONDS))
        event = events.redelivered(parcel.event) if parcel.tries else parcel.event
        raw = events.body(self.bot_id, [event])
        if "replyToken" in event:
            with self.lock:
                self.tokens.start_minute(event["replyToken"])
        status, _ = self.post(raw, self.signed(raw), parcel.chat)
        if fault and fault["fault"] == "twice":
            status, _ = self.post(raw, self.signed(raw), parcel.chat)
        if status == http.client.OK and event["type"] == "message":
            with self.lock:
                self.chats.mark_read(parcel.chat, event["timestamp"])
        return status


def _as_json(raw: bytes) -> Any:  # noqa: ANN401 - any JSON
    try:
        return masked(json.loads(raw))
    except ValueError:
        return raw.decode("utf-8", "replace")
