"""One pretend LINE: its state, its people and the delivery of webhooks to the bot.

The HTTP interfaces are in `line_api.py` (for the bot) and `control.py` (for the page and tests).
"""

import http.client
import json
import time
from typing import Any

from simulator import events, ids
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
from simulator.webhook_client import WebhookClient
from simulator.webhooks import Delivery, DeliveryQueues
from simulator.wire import Feed, masked

LATE_WEBHOOK_SECONDS = 3.0
MAX_DELIVERY_SECONDS = 30.0


class World:
    """The state and the parts of one pretend LINE. Without `close` the latest changes are not saved."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.bot_id = line_id("U", f"bot {settings.access_token}")
        self.webhook_url = settings.webhook_url
        self.redelivery = settings.redelivery
        self.store = Store(settings.folder)
        self.lock = self.store.lock
        self.phone_clock = PhoneClock()
        # The numbers of changes continue after a restart, so that an open page can go on.
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
        self.webhook_client = WebhookClient(settings.webhook_timeout)
        self.deliveries = DeliveryQueues(
            self._deliver,
            settings.delivery_threads,
            settings.redelivery_delays,
            lambda: self.redelivery,
        )

    def close(self) -> None:
        """Stop delivering and save everything."""
        self.deliveries.close()
        self.webhook_client.close()
        with self.lock:
            self._runs["feed"] = {"seq": self.feed.seq}
        self.store.close()

    def reset(self) -> None:
        """Delete everything but the roster: friends, chats, menus and used quota."""
        self.deliveries.forget()
        self.faults.set([], [])
        with self.lock:
            self.store.clear()
            self.chats.clear()
            self.friends.initialise()
        self.feed.forget()

    def send(self, chat: str, event: Event, wait: float | None = None) -> int | None:
        """Send an event to the bot; with `wait` in seconds, return the HTTP status of its answer."""
        delivery = Delivery(chat, event)
        with self.lock:
            self.sent_events[event["webhookEventId"]] = {"chat": chat, "event": event}
        self.deliveries.put(delivery)
        return delivery.status(wait) if wait else None

    def redeliver(self, event_id: str, wait: float | None = None) -> int | None:
        """Send an event again, as LINE does without a 200. Raises UnknownKeyError."""
        with self.lock:
            record = self.sent_events.get(event_id)
        if record is None:
            raise UnknownKeyError(f"no event {event_id!r}")
        delivery = Delivery(record["chat"], record["event"], tries=1)
        self.deliveries.put(delivery)
        return delivery.status(wait) if wait else None

    def post(
        self, raw: bytes, headers: dict[str, str], chat: str | None
    ) -> tuple[int | None, float]:
        """POST a webhook body to the bot, and log it; returns the status or None, and the milliseconds."""
        url = self.webhook_url
        started = time.perf_counter()
        status: int | None = None
        problem = None
        try:
            status = self.webhook_client.post(url, raw, headers)
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

    def _deliver(self, delivery: Delivery) -> int | None:
        fault = self.faults.next_webhook()
        if fault and fault["fault"] == "lost":
            return None
        if fault and fault["fault"] == "late":
            time.sleep(fault.get("seconds", LATE_WEBHOOK_SECONDS))
        event = events.redelivered(delivery.event) if delivery.tries else delivery.event
        raw = events.body(self.bot_id, [event])
        if "replyToken" in event:
            with self.lock:
                self.tokens.start_minute(event["replyToken"])
        status, _ = self.post(raw, self.signed(raw), delivery.chat)
        if fault and fault["fault"] == "twice":
            status, _ = self.post(raw, self.signed(raw), delivery.chat)
        if status == http.client.OK and event["type"] == "message":
            with self.lock:
                self.chats.mark_read(delivery.chat, event["timestamp"])
        return status


def _as_json(raw: bytes) -> Any:  # noqa: ANN401 - any JSON
    try:
        return masked(json.loads(raw))
    except ValueError:
        return raw.decode("utf-8", "replace")
