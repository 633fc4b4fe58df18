"""Webhook events in the shape LINE sends today, and the body and signature around them.

https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects
"""

import base64
import hashlib
import hmac
import json
from typing import Any

from simulator import ids
from simulator.people import Group, Person

Event = dict[str, Any]

QUOTABLE = frozenset({"text", "sticker", "image", "video"})


def source(person: Person | None, group: Group | None) -> dict[str, str]:
    """Where an event comes from: a person alone, a person in a group, or a group itself."""
    place: dict[str, str] = {"type": "user"}
    if group:
        place = {"type": "group", "groupId": group.id}
    if person:
        place["userId"] = person.id
    return place


def event(
    kind: str,
    place: dict[str, str],
    at: int,
    token: str | None = None,
    **body: Any,  # noqa: ANN401 - JSON
) -> Event:
    """One event that happened `at` milliseconds since 1970; `token` where it can be answered."""
    made: Event = {"type": kind, **body}
    made["webhookEventId"] = ids.event_id(at)
    made["deliveryContext"] = {"isRedelivery": False}
    made["timestamp"] = at
    made["source"] = place
    if token:
        made["replyToken"] = token
    made["mode"] = "active"
    return made


def received(kind: str, number: str, **body: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """The `message` of a message event, with the tokens its kind has."""
    message = {"type": kind, "id": number, **body, "markAsReadToken": ids.quote_token()}
    if kind in QUOTABLE:
        message["quoteToken"] = ids.quote_token()
    return message


def redelivered(first: Event) -> Event:
    """The same event as LINE sends it again."""
    return {**first, "deliveryContext": {"isRedelivery": True}}


def body(destination: str, events: list[Event]) -> bytes:
    """The bytes of one webhook request."""
    return json.dumps(
        {"destination": destination, "events": events}, ensure_ascii=False, separators=(",", ":")
    ).encode()


def sign(secret: str, raw: bytes) -> str:
    """The value of `x-line-signature` for these bytes.

    https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/
    """
    return base64.b64encode(hmac.new(secret.encode(), raw, hashlib.sha256).digest()).decode()
