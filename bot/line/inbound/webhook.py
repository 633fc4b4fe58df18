"""LINE's webhook: the signature over the raw body, each event kept raw, 200. Nothing is understood here.

LINE's SDK is not used to read: it drops what it does not know, and with it people's words
(https://developers.line.biz/en/docs/messaging-api/receiving-messages/).
"""

import base64
import hashlib
import hmac
import json
import logging
import re
from collections.abc import Callable
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
BODY_LIMIT = 1_000_000
FAR_FUTURE = 10**15
"""Milliseconds since 1970, some 30,000 years on: a larger number is no time of anything."""
COMMIT_SECONDS = 1.8
"""LINE counts two seconds without an answer as a failure and, where switched on, delivers again."""


def blueprint(
    event_writer: EventWriter, channel_secret: str, now: Callable[[], datetime]
) -> Blueprint:
    """Audience: LINE, proven by its signature."""
    pages = Blueprint("line", __name__)
    secret = channel_secret.encode()
    throttle = Throttle(event_id)

    def keep(events: list[NewEvent]) -> None:
        at = now().timestamp()
        judged = [_unless_replayed(event, at) for event in throttle.judge(events, at)]
        event_writer.store(judged, seconds=COMMIT_SECONDS)
        throttled = sum(event.state == THROTTLED for event in judged)
        ARRIVED.labels("throttled").inc(throttled)
        ARRIVED.labels("kept").inc(len(judged) - throttled)

    @pages.post("/line/webhook")
    @WEBHOOK_SECONDS.time()
    def webhook() -> tuple[str, int]:
        status = _receive(keep, secret)
        WEBHOOKS.labels(status).inc()
        return "", status

    return pages


def _receive(keep: Callable[[list[NewEvent]], None], secret: bytes) -> int:
    """Keep what this request brings; the HTTP status that says how it went."""
    if (request.content_length or 0) > BODY_LIMIT:
        return 413
    body = request.get_data()
    if not is_signed(body, request.headers.get("x-line-signature", ""), secret):
        return 401
    try:
        events = read_events(body)
    except (ValueError, RecursionError):
        return 400
    if events:
        try:
            keep(events)
        except Exception:  # whatever it was, LINE must deliver again
            log.exception("webhook.not_kept", extra={"events": len(events)})
            return 503
    return 200


def _unless_replayed(event: NewEvent, now: float) -> NewEvent:
    """Set aside what is older than any event LINE still brings: nobody remembers whether it was here."""
    if event.sent_at is None or now - event.sent_at <= MAX_EVENT_AGE.total_seconds():
        return event
    log.error("event.too_old", extra={"days": int((now - event.sent_at) / 86_400)})
    return replace(event, state=SET_ASIDE)


def is_signed(body: bytes, signature: str, secret: bytes) -> bool:
    """Whether LINE signed this very body.

    base64(HMAC-SHA256(channel secret, body)), compared in constant time:
    https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/
    """
    expected = base64.b64encode(hmac.new(secret, body, hashlib.sha256).digest())
    return hmac.compare_digest(expected, signature.encode())


def read_events(body: bytes) -> list[NewEvent]:
    """The events of a webhook body, each raw. Raises ValueError when it is no webhook body."""
    try:
        return _split(json.loads(body, parse_constant=_no_number))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _no_number(word: str) -> None:
    """`NaN` and its like, which Python reads and JSON (RFC 8259, section 6) does not have."""
    raise ValueError(f"{word} is no JSON")


def _split(payload: Any) -> list[NewEvent]:  # noqa: ANN401 - whatever JSON holds
    if not isinstance(payload, dict) or not isinstance(payload.get("events", []), list):
        raise ValueError("not a webhook body")  # noqa: TRY004 - a malformed body, not our type
    return [
        NewEvent(event_id(event), sender_of(event), _raw(event), _sent_at(event))
        for event in payload.get("events", [])
        if isinstance(event, dict)
    ]


def sender_of(event: dict[str, Any]) -> str:
    """Whose events must stay in order: the person; without one, the group or room."""
    source = event.get("source")
    if isinstance(source, dict):
        for key in ("userId", "groupId", "roomId"):
            value = source.get(key)
            if isinstance(value, str) and value:
                return re.sub("[^!-~]", "?", value)[:40]
    return "-"


def _sent_at(event: dict[str, Any]) -> float | None:
    stamp = event.get("timestamp")
    return stamp / 1000 if isinstance(stamp, int) and abs(stamp) < FAR_FUTURE else None


def _raw(event: dict[str, Any]) -> str:
    raw = json.dumps(event, ensure_ascii=False)
    # Half of a surrogate pair is valid JSON and no valid text: it is kept, escaped.
    return raw if _is_text(raw) else json.dumps(event)


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def event_id(event: dict[str, Any]) -> str:
    """LINE's own id of the event; for one without, its content, so that a redelivery is still known."""
    given = event.get("webhookEventId")
    if isinstance(given, str) and re.fullmatch("[!-~]{1,80}", given):
        return given
    plain = json.dumps(
        {key: value for key, value in event.items() if key != "deliveryContext"}, sort_keys=True
    )
    return f"sha256:{hashlib.sha256(plain.encode()).hexdigest()}"
