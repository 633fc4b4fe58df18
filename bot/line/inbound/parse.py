"""Parse raw LINE webhook events into InboundEvent. Unknown events and fields are ignored, not rejected.

https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects
"""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.line.inbound.sanitise import sanitised
from handlers.core.messages import EventKind, InboundEvent, Location, Postback

MAX_EVENT_AGE = timedelta(days=62)
"""The oldest accepted event timestamp. LINE's timestamp is the time when the sender acted, and LINE redelivers no
event that is older than this. The webhook sets an older one aside as a replay; here such a timestamp is replaced
by the time of receipt."""
_MEDIA_KINDS = {"audio": EventKind.VOICE, "video": EventKind.VIDEO, "file": EventKind.FILE}
GROUP_EVENTS = {
    "join": EventKind.JOIN,
    "leave": EventKind.LEAVE,
    "memberJoined": EventKind.MEMBERS,
    "memberLeft": EventKind.MEMBERS,
}
"""Events of a group itself, which need no sender."""
THROTTLED = "rongtuk.throttled"
"""Type of our own event (LINE has none of this name): tell the sender that messages are being ignored."""


def read(event: dict[str, Any], received_at: datetime) -> InboundEvent:
    """Parse one event; one that is not understood gets the kind IGNORED.

    `event`: the JSON object as LINE sent it. Raises nothing for any JSON object.
    """
    source = _dict(event, "source")
    sender = _id(source, "userId")
    # An event of a group with an invalid id must not count as a private chat: the whole group would read
    # the answer.
    chat = _id(source, next((key for key in ("groupId", "roomId") if key in source), "userId"))
    kind = _text(event, "type")
    facts: dict[str, Any] = {"kind": EventKind.IGNORED}
    if event.get("mode", "active") == "active" and chat and (sender or kind in GROUP_EVENTS):
        facts = _event_facts(event, kind)
    return InboundEvent(
        sender=sender,
        chat=chat,
        at=_sent_at(event, received_at),
        in_group=bool(chat) and chat != sender,
        **facts,
    )


def reply_token(event: dict[str, Any]) -> str | None:
    """The event's reply token, or None when it has none."""
    return _id(event, "replyToken", 200) or None


def _event_facts(event: dict[str, Any], kind: str) -> dict[str, Any]:
    match kind:
        case "message":
            return _message_facts(_dict(event, "message"))
        case "postback":
            return _postback_facts(_dict(event, "postback"))
        case "messageEdited":
            edited = _message_facts(_dict(event, "message"))
            return edited | {
                "kind": EventKind.EDIT if edited["kind"] is EventKind.TEXT else EventKind.IGNORED
            }
        case "unsend":
            unsent = _id(_dict(event, "unsend"), "messageId")
            return {"kind": EventKind.UNSEND if unsent else EventKind.IGNORED, "message_id": unsent}
        case "follow":
            return {"kind": EventKind.FOLLOW}
        case "unfollow":
            return {"kind": EventKind.UNFOLLOW}
        case _ if kind == THROTTLED:
            return {"kind": EventKind.THROTTLED}
        case _ if kind in GROUP_EVENTS:
            return {"kind": GROUP_EVENTS[kind]}
    return {"kind": EventKind.IGNORED}


def _postback_facts(raw: dict[str, Any]) -> dict[str, Any]:
    """The facts of a postback; the date from a date picker becomes the postback's value."""
    postback = Postback.parse(sanitised(_text(raw, "data")))
    if postback is None:
        return {"kind": EventKind.OTHER}
    day = sanitised(_text(_dict(raw, "params"), "date"))
    return {
        "kind": EventKind.POSTBACK,
        "postback": replace(postback, value=day) if day else postback,
    }


def _message_facts(message: dict[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {"message_id": _id(message, "id")}
    match _text(message, "type"):
        case "text":
            mentionees = _dict(message, "mention").get("mentionees")
            return facts | {
                "kind": EventKind.TEXT,
                "text": sanitised(_text(message, "text")),
                "quotes": _id(message, "quotedMessageId"),
                "mentions_us": any(
                    isinstance(mentionee, dict) and mentionee.get("isSelf") is True
                    for mentionee in (mentionees if isinstance(mentionees, list) else [])
                ),
            }
        case "image" if facts["message_id"]:
            image_set = _dict(message, "imageSet")
            total = image_set.get("total")
            return facts | {
                "kind": EventKind.PHOTO,
                "set_id": _id(image_set, "id", 80),
                "set_size": total if isinstance(total, int) and total > 0 else 1,
            }
        case "audio" | "video" | "file" as message_type if facts["message_id"]:
            return facts | {"kind": _MEDIA_KINDS[message_type]}
        case "location":
            latitude, longitude = (
                _degrees(message, "latitude", 90),
                _degrees(message, "longitude", 180),
            )
            if latitude is None or longitude is None:
                return facts | {"kind": EventKind.OTHER}
            words = " ".join(
                part for part in (_text(message, "title"), _text(message, "address")) if part
            )
            return facts | {
                "kind": EventKind.LOCATION,
                "location": Location(latitude, longitude, sanitised(words)[:300]),
            }
    return facts | {"kind": EventKind.OTHER}


def _sent_at(event: dict[str, Any], received_at: datetime) -> datetime:
    """When the sender acted; the time of receipt if the timestamp is missing, too old or in the future."""
    milliseconds = event.get("timestamp")
    if not isinstance(milliseconds, int) or isinstance(milliseconds, bool):
        return received_at
    oldest = (received_at - MAX_EVENT_AGE).timestamp() * 1000
    if not oldest <= milliseconds <= received_at.timestamp() * 1000:
        return received_at
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _degrees(message: dict[str, Any], key: str, limit: int) -> float | None:
    """A number between -limit and limit; None for anything else, including NaN."""
    value = message.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if -limit <= value <= limit else None


def _id(parent: dict[str, Any], key: str, max_length: int = 40) -> str:
    """An id of printable ASCII characters that fits its column; "" for anything else."""
    value = _text(parent, key)
    return value if re.fullmatch(f"[!-~]{{1,{max_length}}}", value) else ""


def _dict(parent: dict[str, Any], key: str) -> dict[str, Any]:
    value = parent.get(key)
    return value if isinstance(value, dict) else {}


def _text(parent: dict[str, Any], key: str) -> str:
    value = parent.get(key)
    return value if isinstance(value, str) else ""
