"""The webhook endpoint: verifies LINE's signature, stores each event as raw JSON, answers 200.

Events are parsed later, by the worker. They are not read with LINE's SDK, because it drops unknown events and
fields: https://developers.line.biz/en/docs/messaging-api/receiving-messages/
"""

import base64
import hashlib
import hmac
import json
import logging
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Blueprint, request

from bot.event_writer import EventWriter
from bot.line.inbound.parse import MAX_EVENT_AGE
from bot.line.inbound.rate_limit import Throttle
from bot.telemetry.metrics import ARRIVED, WEBHOOK_SECONDS, WEBHOOKS
from storage.queues.inbox import SET_ASIDE, THROTTLED, NewEvent

log = logging.getLogger(__name__)
PATH = "/line/webhook"
SIGNATURE_HEADER = "x-line-signature"
BODY_LIMIT = 1_000_000
FAR_FUTURE = 10**15
"""Milliseconds since 1970, about 30,000 years: a timestamp outside this range is invalid."""
COMMIT_SECONDS = 1.8
"""Longest wait for the commit. After two seconds without an answer LINE counts the request as failed and, if
redelivery is enabled for the channel, sends the events again."""


class Webhook:
    """Answers LINE's webhooks. Only LINE may send them, which the signature proves."""

    def __init__(
        self, event_writer: EventWriter, channel_secret: str, now: Callable[[], datetime]
    ) -> None:
        self._event_writer = event_writer
        self._secret = channel_secret.encode()
        self._now = now
        self._throttle = Throttle(event_id)

    def answer(self, body: bytes, signature: str) -> int:
        """Store the events of a request; returns the HTTP status of the answer, after the commit."""
        started = time.perf_counter()
        read = self._read(body, signature)
        if isinstance(read, int):
            return _counted(read, started)
        try:
            self._event_writer.store(read, seconds=COMMIT_SECONDS)
        except Exception:  # after any error LINE must deliver the events again
            log.exception("webhook.not_kept", extra={"events": len(read)})
            return _counted(503, started)
        return _counted(200, started, read)

    async def answer_async(self, body: bytes, signature: str) -> int:
        """The same as `answer` on an event loop: no thread waits for the commit."""
        begun = time.perf_counter()
        read = self._read(body, signature)
        if isinstance(read, int):
            return _counted(read, begun)
        try:
            await self._event_writer.store_async(read, seconds=COMMIT_SECONDS)
        except Exception:  # after any error LINE must deliver the events again
            log.exception("webhook.not_kept", extra={"events": len(read)})
            return _counted(503, begun)
        return _counted(200, begun, read)

    def refuse_size(self) -> int:
        """Count a request whose body exceeds BODY_LIMIT; returns the status of its answer."""
        return _counted(413, time.perf_counter())

    def _read(self, body: bytes, signature: str) -> list[NewEvent] | int:
        """The events to store, or the status of a request that has none."""
        if not is_signed(body, signature, self._secret):
            return 401
        try:
            events = read_events(body)
        except (ValueError, RecursionError):
            return 400
        received_at = self._now().timestamp()
        marked = [
            _set_aside_if_too_old(event, received_at)
            for event in self._throttle.judge(events, received_at)
        ]
        return marked or 200


def blueprint(webhook: Webhook) -> Blueprint:
    """The route POST /line/webhook, for any WSGI server. Our own server (`bot.runtime.gateway`) bypasses it."""
    routes = Blueprint("line", __name__)

    @routes.post(PATH, endpoint="webhook")
    def receive() -> tuple[str, int]:
        if (request.content_length or 0) > BODY_LIMIT:
            return "", webhook.refuse_size()
        signature = request.headers.get(SIGNATURE_HEADER, "")
        return "", webhook.answer(request.get_data(), signature)

    return routes


def _counted(status: int, begun: float, stored: Sequence[NewEvent] = ()) -> int:
    """Count an answer and what it stored; returns the status. `begun`: by `time.perf_counter`."""
    WEBHOOKS.labels(status).inc()
    WEBHOOK_SECONDS.observe(time.perf_counter() - begun)
    if stored:
        throttled = sum(event.state == THROTTLED for event in stored)
        ARRIVED.labels("throttled").inc(throttled)
        ARRIVED.labels("kept").inc(len(stored) - throttled)
    return status


def _set_aside_if_too_old(event: NewEvent, now: float) -> NewEvent:
    """Mark an event older than MAX_EVENT_AGE as set aside.

    Event ids are not kept that long, so a replay of it could not be recognised.
    """
    if event.sent_at is None or now - event.sent_at <= MAX_EVENT_AGE.total_seconds():
        return event
    log.error("event.too_old", extra={"days": int((now - event.sent_at) / 86_400)})
    return replace(event, state=SET_ASIDE)


def is_signed(body: bytes, signature: str, secret: bytes) -> bool:
    """Whether `signature` is LINE's signature of this body; `secret` is the channel secret.

    The signature is base64(HMAC-SHA256(channel secret, body)) and is compared in constant time:
    https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/
    """
    expected = base64.b64encode(hmac.new(secret, body, hashlib.sha256).digest())
    return hmac.compare_digest(expected, signature.encode())


def read_events(body: bytes) -> list[NewEvent]:
    """The events of a webhook body, each as raw JSON. Raises ValueError for any other body."""
    try:
        return _split(json.loads(body, parse_constant=_refuse_constant))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _refuse_constant(constant: str) -> None:
    """Refuse NaN and Infinity: Python's parser accepts them, JSON does not (RFC 8259, section 6)."""
    raise ValueError(f"{constant} is no JSON")


def _split(payload: Any) -> list[NewEvent]:  # noqa: ANN401 - any JSON value
    if not isinstance(payload, dict) or not isinstance(payload.get("events", []), list):
        raise ValueError("not a webhook body")  # noqa: TRY004 - a malformed body, not our type
    return [
        NewEvent(event_id(event), sender_of(event), _raw(event), _sent_at(event))
        for event in payload.get("events", [])
        if isinstance(event, dict)
    ]


def sender_of(event: dict[str, Any]) -> str:
    """The id by which events are ordered: of the user, else of the group or room, else "-"."""
    source = event.get("source")
    if isinstance(source, dict):
        for key in ("userId", "groupId", "roomId"):
            value = source.get(key)
            if isinstance(value, str) and value:
                return re.sub("[^!-~]", "?", value)[:40]
    return "-"


def _sent_at(event: dict[str, Any]) -> float | None:
    """LINE's time of the event in seconds since 1970, or None when it is missing or invalid."""
    milliseconds = event.get("timestamp")
    if not isinstance(milliseconds, int) or abs(milliseconds) >= FAR_FUTURE:
        return None
    return milliseconds / 1000


def _raw(event: dict[str, Any]) -> str:
    raw = json.dumps(event, ensure_ascii=False)
    # A lone surrogate is valid in JSON but cannot be encoded as UTF-8: store it as an ASCII escape.
    return raw if _is_text(raw) else json.dumps(event)


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def event_id(event: dict[str, Any]) -> str:
    """LINE's `webhookEventId`; without one, a digest of the content, so that redeliveries are recognised.

    The digest leaves out `deliveryContext`, which differs in a redelivery.
    """
    given = event.get("webhookEventId")
    if isinstance(given, str) and re.fullmatch("[!-~]{1,80}", given):
        return given
    plain = json.dumps(
        {key: value for key, value in event.items() if key != "deliveryContext"}, sort_keys=True
    )
    return f"sha256:{hashlib.sha256(plain.encode()).hexdigest()}"
