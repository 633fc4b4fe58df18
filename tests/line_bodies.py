"""Webhook bodies in LINE's form, one of every kind, with made-up people.

Forms: https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects
"""

import base64
import hashlib
import hmac
import itertools
import json
from typing import Any

SOMSRI = "U0123456789abcdef0123456789abcdef"
BOONMEE = "Ufedcba9876543210fedcba9876543210"
TEAM = "C0123456789abcdef0123456789abcdef"
NOON_STAMP = 1794891600000
_numbers = itertools.count(1)


def event(kind: str = "message", *, sender: str = SOMSRI, **facts: Any) -> dict[str, Any]:
    """Return an event of a one-to-one chat. `facts`: replace or add fields; None removes one."""
    whole = {
        "type": kind,
        "mode": "active",
        "timestamp": NOON_STAMP,
        "source": {"type": "user", "userId": sender},
        "webhookEventId": f"01K{next(_numbers):023}",
        "deliveryContext": {"isRedelivery": False},
        "replyToken": f"{next(_numbers):032x}",
        **facts,
    }
    return {key: value for key, value in whole.items() if value is not None}


def says(text: str, *, sender: str = SOMSRI, **facts: Any) -> dict[str, Any]:
    return event(message=message("text", text=text), sender=sender, **facts)


def message(kind: str, **facts: Any) -> dict[str, Any]:
    return {"type": kind, "id": f"{next(_numbers):018}", **facts}


def body(*events: Any) -> bytes:
    return json.dumps({"destination": f"U{'0' * 32}", "events": events}).encode()


def signature(raw: bytes, secret: str = "a channel secret") -> str:
    return base64.b64encode(hmac.digest(secret.encode(), raw, hashlib.sha256)).decode()


def of_every_kind() -> dict[str, dict[str, Any]]:
    by_line = {"contentProvider": {"type": "line"}}
    group = {"type": "group", "groupId": TEAM, "userId": SOMSRI}
    return {
        "text": says("ไฟดับหน้าวัดค่ะ"),
        "text with emoji": event(
            message=message(
                "text",
                text="$ สวัสดี",
                emojis=[{"index": 0, "length": 1, "productId": "5ac1bfd5", "emojiId": "001"}],
                quoteToken="q",
            )
        ),
        "text that mentions us": event(
            source=group,
            message=message(
                "text",
                text="@bot ช่วยด้วย",
                mention={"mentionees": [{"index": 0, "length": 4, "type": "user", "isSelf": True}]},
            ),
        ),
        "image": event(message=message("image", **by_line)),
        "image of a set": event(
            message=message("image", imageSet={"id": "E1", "index": 2, "total": 3}, **by_line)
        ),
        "video": event(message=message("video", duration=60000, **by_line)),
        "audio": event(message=message("audio", duration=60000, **by_line)),
        "file": event(message=message("file", fileName="a.pdf", fileSize=2138)),
        "location": event(
            message=message(
                "location", title="วัด", address="นาวังหิน", latitude=13.49, longitude=101.25
            )
        ),
        "location of whole degrees": event(message=message("location", latitude=13, longitude=101)),
        "sticker": event(
            message=message(
                "sticker", packageId="446", stickerId="1988", stickerResourceType="STATIC"
            )
        ),
        "edited text": event("messageEdited", message=message("text", text="แก้แล้ว")),
        "unsend": event("unsend", replyToken=None, unsend={"messageId": "1"}),
        "follow": event("follow", follow={"isUnblocked": False}),
        "unblock": event("follow", follow={"isUnblocked": True}),
        "unfollow": event("unfollow", replyToken=None),
        "join": event("join", source={"type": "group", "groupId": TEAM}),
        "leave": event("leave", replyToken=None, source={"type": "group", "groupId": TEAM}),
        "member joined": event(
            "memberJoined", source=group, joined={"members": [{"type": "user", "userId": BOONMEE}]}
        ),
        "member left": event(
            "memberLeft",
            replyToken=None,
            source=group,
            left={"members": [{"type": "user", "userId": BOONMEE}]},
        ),
        "postback": event("postback", postback={"data": "complaint/category/road/0123"}),
        "postback with a date": event(
            "postback", postback={"data": "x", "params": {"datetime": "2026-11-17T12:00"}}
        ),
        "video viewed": event("videoPlayComplete", videoPlayComplete={"trackingId": "t"}),
        "beacon": event("beacon", beacon={"hwid": "d41d8cd98f", "type": "enter"}),
        "account link": event("accountLink", link={"result": "ok", "nonce": "n"}),
        "membership": event("membership", membership={"type": "joined", "membershipId": 1}),
        "module": event("module", module={"type": "attached", "botId": "U1", "scopes": []}),
        "activated": event("activated", replyToken=None, source=None, chatControl={"expireAt": 1}),
        "bot suspended": event("botSuspended", replyToken=None, source=None),
        "standby": says("ระหว่างเจ้าหน้าที่ตอบเอง", mode="standby", replyToken=None),
        "room": event(
            source={"type": "room", "roomId": f"R{'1' * 32}"}, message=message("text", text="คุยกัน")
        ),
        "a kind of tomorrow": event("hologram", hologram={"colours": [1, 2, {"3": None}]}),
        "a message of tomorrow": event(message=message("smell", strength=5)),
    }
