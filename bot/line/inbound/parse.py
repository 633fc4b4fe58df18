"""A LINE webhook event, raw, to what a person did. Whatever LINE adds later is ignored, not refused."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.line.inbound.sanitise import sanitised
from handlers.core.messages import EventKind, InboundEvent, Location, Postback

MAX_EVENT_AGE = timedelta(days=62)
"""LINE's own time of an event is the hour its sender acted, also when we were down for a while. LINE
brings none that is older: such a one is a replay and set aside, and here the hour of receipt would count."""
_EVIDENCE = {"audio": EventKind.VOICE, "video": EventKind.VIDEO, "file": EventKind.FILE}
GROUP_EVENTS = {
    "join": EventKind.JOIN,
    "leave": EventKind.LEAVE,
    "memberJoined": EventKind.MEMBERS,
    "memberLeft": EventKind.MEMBERS,
}
"""What happens to a group itself: nobody in particular did it."""
THROTTLED = "rongtuk.throttled"
"""Our own event, of a name LINE has not: its sender is to hear that what follows is not read."""


def read(event: dict[str, Any], received_at: datetime) -> InboundEvent:
    """Never raises for a well-formed JSON object; what cannot be understood comes back as IGNORED."""
    source = _dict(event, "source")
    sender = _id(source, "userId")
    # A group we cannot name is no private chat: an answer would be read by all of it.
    chat = _id(source, next((key for key in ("groupId", "roomId") if key in source), "userId"))
    kind = _text(event, "type")
    facts: dict[str, Any] = {"kind": EventKind.IGNORED}
    if event.get("mode", "active") == "active" and chat and (sender or kind in GROUP_EVENTS):
        facts = _understand(event, kind)
    return InboundEvent(
        sender=sender,
        chat=chat,
        at=_hour(event, received_at),
        in_group=bool(chat) and chat != sender,
        **facts,
    )


def reply_token(event: dict[str, Any]) -> str | None:
    return _id(event, "replyToken", 200) or None


def _understand(event: dict[str, Any], kind: str) -> dict[str, Any]:
    match kind:
        case "message":
            return _message(_dict(event, "message"))
        case "postback":
            return _press(_dict(event, "postback"))
        case "messageEdited":
            edited = _message(_dict(event, "message"))
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


def _press(raw: dict[str, Any]) -> dict[str, Any]:
    """A button of ours; the day that was picked with it is its value."""
    postback = Postback.parse(sanitised(_text(raw, "data")))
    if postback is None:
        return {"kind": EventKind.OTHER}
    day = sanitised(_text(_dict(raw, "params"), "date"))
    return {"kind": EventKind.PRESS, "postback": replace(postback, value=day) if day else postback}


def _message(message: dict[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {"message_id": _id(message, "id")}
    match _text(message, "type"):
        case "text":
            mentionees = _dict(message, "mention").get("mentionees")
            return facts | {
                "kind": EventKind.TEXT,
                "text": sanitised(_text(message, "text")),
                "quotes": _id(message, "quotedMessageId"),
                "mentions_us": any(
                    isinstance(one, dict) and one.get("isSelf") is True
                    for one in (mentionees if isinstance(mentionees, list) else [])
                ),
            }
        case "image" if facts["message_id"]:
            shown_with = _dict(message, "imageSet")
            total = shown_with.get("total")
            return facts | {
                "kind": EventKind.PHOTO,
                "set_id": _id(shown_with, "id", 80),
                "set_size": total if isinstance(total, int) and total > 0 else 1,
            }
        case "audio" | "video" | "file" as sort if facts["message_id"]:
            return facts | {"kind": _EVIDENCE[sort]}
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
                "kind": EventKind.PIN,
                "location": Location(latitude, longitude, sanitised(words)[:300]),
            }
    return facts | {"kind": EventKind.OTHER}


def _hour(event: dict[str, Any], received_at: datetime) -> datetime:
    stamp = event.get("timestamp")
    if not isinstance(stamp, int) or isinstance(stamp, bool):
        return received_at
    oldest = (received_at - MAX_EVENT_AGE).timestamp() * 1000
    if not oldest <= stamp <= received_at.timestamp() * 1000:
        return received_at
    return datetime.fromtimestamp(stamp / 1000, UTC)


def _degrees(message: dict[str, Any], key: str, most: int) -> float | None:
    """A number on the globe; None for anything else, NaN included."""
    value = message.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if -most <= value <= most else None


def _id(thing: dict[str, Any], key: str, most: int = 40) -> str:
    """What LINE calls somebody or something; nothing of LINE's has a name we could not keep."""
    value = _text(thing, key)
    return value if re.fullmatch(f"[!-~]{{1,{most}}}", value) else ""


def _dict(thing: dict[str, Any], key: str) -> dict[str, Any]:
    value = thing.get(key)
    return value if isinstance(value, dict) else {}


def _text(thing: dict[str, Any], key: str) -> str:
    value = thing.get(key)
    return value if isinstance(value, str) else ""
