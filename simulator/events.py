"""Builds webhook events as LINE sends them, and their request bodies and signatures.

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
    """The `source` of an event: a person, a person in a group, or a group itself."""
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
    """One event. `at`: milliseconds since 1970. `token`: the reply token, if it can be answered."""
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
    """The `message` of a message event, with the tokens of its type."""
    message = {"type": kind, "id": number, **body, "markAsReadToken": ids.quote_token()}
    if kind in QUOTABLE:
        message["quoteToken"] = ids.quote_token()
    return message


def redelivered(first: Event) -> Event:
    """The event as LINE redelivers it."""
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
