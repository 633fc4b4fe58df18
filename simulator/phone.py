"""The acts of people on their phones (write, press, send photos, follow, leave), each with its webhook.

The bot's calls are handled in `sending.py`.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from simulator import events, ids
from simulator.errors import NotPossibleError
from simulator.people import Group, Person
from simulator.world import World


@dataclass
class Act:
    """One act on a phone and its result.

    `at`: milliseconds since 1970. `wait`: seconds to wait for the bot's answer to each webhook, None for not
    waiting. `delivered`: HTTP status of the last webhook, None if unknown.
    """

    person: Person
    group: Group | None
    at: int
    wait: float | None = None
    webhook_event_ids: list[str] = field(default_factory=list)
    message_ids: list[str] = field(default_factory=list)
    delivered: int | None = None

    @property
    def chat(self) -> str:
        return self.group.key if self.group else self.person.key


class Phone:
    """The acts of people. Each returns the act and raises NotPossibleError if a real phone could not do it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def act(self, chat: str, as_key: str | None, at: int | None, wait: float | None) -> Act:
        """Begin an act of a person in their own chat, or of `as_key` in a group."""
        friends = self._world.friends
        at = at or self._world.phone_clock.now_ms()
        if not friends.is_group(chat):
            return Act(friends.person(chat), None, at, wait)
        group = friends.group(chat)
        members = friends.members(chat)
        key = as_key or members[0]
        if key not in members:
            raise NotPossibleError(f"{key!r} is not a member of {chat!r}")
        return Act(friends.person(key), group, at, wait)

    def say(self, act: Act, text: str, *, mention: bool = False, quotes: str = "") -> Act:
        """Send a text. `mention`: begin it with a mention of the bot. `quotes`: id of the quoted message."""
        body: dict[str, Any] = {"text": text}
        if mention:
            name = f"@{self._world.settings.bot_name}"
            body = {
                "text": f"{name} {text}",
                "mention": {
                    "mentionees": [
                        {
                            "index": 0,
                            "length": len(name.encode("utf-16-le")) // 2,
                            "type": "user",
                            "userId": self._world.bot_id,
                            "isSelf": True,
                        }
                    ]
                },
            }
        if quotes:
            body["quotedMessageId"] = quotes
        return self._write(act, "text", ids.message_id(), body)

    def sticker(self, act: Act, package: str, sticker: str) -> Act:
        body = {"packageId": package, "stickerId": sticker, "stickerResourceType": "STATIC"}
        return self._write(act, "sticker", ids.message_id(), body)

    def locate(
        self, act: Act, latitude: float, longitude: float, title: str | None, address: str | None
    ) -> Act:
        """Send a location in degrees; title and address are optional."""
        body: dict[str, Any] = {"latitude": latitude, "longitude": longitude}
        body |= {k: v for k, v in (("title", title), ("address", address)) if v is not None}
        return self._write(act, "location", ids.message_id(), body)

    def photos(
        self, act: Act, pictures: list[bytes], state: str, *, arriving: int | None = None
    ) -> Act:
        """Send photos: one webhook for each, with a common imageSet if there are several.

        `arriving`: only so many of them arrive, by default all.
        """
        image_set_id = hashlib.sha256(ids.message_id().encode()).hexdigest().upper()
        for index, data in enumerate(pictures[:arriving], 1):
            body: dict[str, Any] = {"contentProvider": {"type": "line"}}
            if len(pictures) > 1:
                body["imageSet"] = {"id": image_set_id, "index": index, "total": len(pictures)}
            mime = "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
            self._write(act, "image", self._store_content(data, mime, state), body)
        return act

    def media(self, act: Act, kind: str, data: bytes, name: str | None, state: str) -> Act:
        """Send an audio, video or file message; `kind` is audio, video or file."""
        if kind == "file":
            body: dict[str, Any] = {"fileName": name or "file.pdf", "fileSize": len(data)}
            number = self._store_content(data, "application/octet-stream", state)
            return self._write(act, kind, number, body)
        body = {"duration": 3000, "contentProvider": {"type": "line"}}
        mime = "audio/x-m4a" if kind == "audio" else "video/mp4"
        return self._write(act, kind, self._store_content(data, mime, state), body)

    def press(self, act: Act, action: dict[str, Any], params: dict[str, Any] | None) -> Act:
        """Press a button of a message or menu.

        `params`: the chosen value of a datetimepicker, such as {"date": "2026-11-22"}. The actions clipboard, uri,
        camera, cameraRoll and location send nothing.
        """
        kind = action.get("type")
        if kind == "message":
            return self.say(act, action["text"])
        if kind == "postback":
            return self._postback(act, action)
        if kind == "datetimepicker":
            if not params or set(params) != {action["mode"]}:
                raise NotPossibleError(f"a {action['mode']} must be chosen in params")
            return self._emit(act, "postback", postback={"data": action["data"], "params": params})
        if kind == "richmenuswitch":
            alias = action["richMenuAliasId"]
            with self._world.lock:
                status = self._world.menus.switch(act.person.key, alias)
            params = {"newRichMenuAliasId": alias, "status": status}
            return self._emit(act, "postback", postback={"data": action["data"], "params": params})
        if kind not in {"clipboard", "uri", "camera", "cameraRoll", "location"}:
            raise NotPossibleError(f"no phone knows the action {kind!r}")
        return act

    def unsend(self, act: Act, number: str) -> Act:
        """Unsend one of the person's own messages."""
        with self._world.lock:
            record = self._world.chats.message(number)
            if record["chat"] != act.chat or record["from"] != act.person.key:
                raise NotPossibleError("only the person who sent a message can unsend it")
            self._world.chats.unsend(number)
            self._world.contents.unsend(number)
        return self._emit(act, "unsend", answerable=False, unsend={"messageId": number})

    def follow(self, act: Act) -> Act:
        """Add the bot as a friend, or unblock it."""
        self._require_private_chat(act)
        with self._world.lock:
            blocked = self._world.friends.standing(act.person.key)["blocked"]
            self._world.friends.set_standing(act.person.key, friend=True, blocked=False)
        return self._emit(act, "follow", follow={"isUnblocked": blocked})

    def unfollow(self, act: Act) -> Act:
        """Block the bot."""
        self._require_private_chat(act)
        with self._world.lock:
            self._world.friends.set_standing(act.person.key, friend=False, blocked=True)
        return self._emit(act, "unfollow", answerable=False)

    def join(self, act: Act) -> Act:
        """Add the bot to the group."""
        group = self._require_group(act)
        with self._world.lock:
            self._world.friends.set_group(group.key, joined=True)
        return self._emit(act, "join", without_user=True)

    def leave(self, act: Act) -> Act:
        """Remove the bot from the group."""
        group = self._require_group(act)
        with self._world.lock:
            self._world.friends.set_group(group.key, joined=False)
        return self._emit(act, "leave", without_user=True, answerable=False)

    def member_joined(self, act: Act, newcomer: str) -> Act:
        """Add a person to the group."""
        group, person = self._require_group(act), self._world.friends.person(newcomer)
        with self._world.lock:
            members = self._world.friends.members(group.key)
            if newcomer in members:
                raise NotPossibleError(f"{newcomer!r} is already a member")
            self._world.friends.set_group(group.key, members=[*members, newcomer])
        joined = {"members": [events.source(person, None)]}
        return self._emit(act, "memberJoined", without_user=True, joined=joined)

    def member_left(self, act: Act, leaver: str) -> Act:
        """Remove a person from the group."""
        group, person = self._require_group(act), self._world.friends.person(leaver)
        with self._world.lock:
            members = [key for key in self._world.friends.members(group.key) if key != leaver]
            self._world.friends.set_group(group.key, members=members)
        left = {"members": [events.source(person, None)]}
        return self._emit(act, "memberLeft", without_user=True, answerable=False, left=left)

    def _postback(self, act: Act, action: dict[str, Any]) -> Act:
        if text := action.get("displayText"):
            with self._world.lock:
                self._world.chats.add(
                    act.chat,
                    act.person.key,
                    {"type": "text", "text": text},
                    number=ids.message_id(),
                    at=act.at,
                )
        self._emit(act, "postback", postback={"data": action["data"]})
        # The deprecated property `text` sends a message of the person besides the postback.
        if text := action.get("text"):
            self.say(act, text)
        return act

    def _store_content(self, data: bytes, mime: str, state: str) -> str:
        number = ids.message_id()
        with self._world.lock:
            self._world.contents.keep(number, data, mime, state)
        return number

    def _write(self, act: Act, kind: str, number: str, body: dict[str, Any]) -> Act:
        with self._world.lock:
            if not act.group and self._world.friends.standing(act.person.key)["blocked"]:
                raise NotPossibleError("who blocked the bot cannot write to it")
            message = events.received(kind, number, **body)
            self._world.chats.add(act.chat, act.person.key, message, number=number, at=act.at)
            if not act.group:
                self._world.friends.note_writing(act.person.key, act.at)
        act.message_ids.append(number)
        return self._emit(act, "message", message=message)

    def _emit(
        self,
        act: Act,
        kind: str,
        *,
        without_user: bool = False,
        answerable: bool = True,
        **body: Any,  # noqa: ANN401 - JSON
    ) -> Act:
        """Send the webhook of an act; none is sent for a group that the bot is not in."""
        world = self._world
        with world.lock:
            if act.group and kind != "leave" and not world.friends.joined(act.group.key):
                return act
            token = world.tokens.issue(act.chat) if answerable else None
        place = events.source(None if without_user else act.person, act.group)
        event = events.event(kind, place, act.at, token, **body)
        act.webhook_event_ids.append(event["webhookEventId"])
        act.delivered = world.send(act.chat, event, act.wait)
        return act

    def _require_private_chat(self, act: Act) -> None:
        if act.group:
            raise NotPossibleError("only a person alone can do this")

    def _require_group(self, act: Act) -> Group:
        if act.group is None:
            raise NotPossibleError("this happens in groups only")
        return act.group
