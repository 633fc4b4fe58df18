"""Phones that a story operates: `resident.says("…")`, `.presses("ยืนยัน")`, `.sees("เลขที่")`.

Each act goes over HTTP through the pretend LINE as a signed webhook, and the answer is read from the chat. A quick
reply can be pressed only while its message is the newest one, the button of a card at any time.
"""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import urllib3

from simulator.actions import buttons_in
from tests.running import Bot

HTTP = urllib3.PoolManager()
PHOTO_LABEL = "🔍"
LAMP = "ไฟถนนหน้าวัดดับมา 3 วันแล้ว"


@dataclass
class Phone:
    """The phone of one person. `news`: the messages from the bot since the person's last act."""

    bot: Bot
    key: str

    def __post_init__(self) -> None:
        self._read = 0
        self._at: int | None = None

    def acts_at(self, moment: datetime) -> "Phone":
        """Set the time of this phone's later acts; the clock of the bot continues from the same moment."""
        self._at = int(moment.timestamp() * 1000)
        self.bot.now.move_to(moment)
        return self

    # ---------------------------------------------------------------- acts
    def says(self, text: str) -> "Phone":
        return self._act("say", text=text)

    def presses(self, label: str) -> "Phone":
        return self._act("press", action=self._button(label))

    def presses_kept(self, button: dict[str, Any]) -> "Phone":
        """Press a button that `keeps` returned."""
        return self._act("press", action=button)

    def keeps(self, label: str) -> dict[str, Any]:
        """Return the button with this label, to be pressed after newer messages have arrived."""
        return self._button(label)

    def sends_photos(
        self, *samples: str, content: str = "", arriving: int | None = None
    ) -> "Phone":
        """`arriving`: only so many of them reach the bot, by default all."""
        extra: dict[str, Any] = {"content": content} if content else {}
        if arriving is not None:
            extra["arriving"] = arriving
        return self._act("photo", samples=list(samples or ("lamp-broken.jpg",)), **extra)

    def sends_bytes(self, coded: str) -> "Phone":
        return self._act("photo", base64=coded)

    def sends_file(self, sort: str, content: bytes) -> "Phone":
        """Send media of a kind. `sort`: LINE's message type: audio, video or file."""
        return self._act(sort, base64=base64.b64encode(content).decode())

    def unsends(self) -> "Phone":
        """Unsend the person's newest message."""
        return self._act("unsend", message_id=self.own_messages[-1])

    @property
    def own_messages(self) -> list[str]:
        """LINE's ids of the messages that this person sent."""
        return [message["id"] for message in self._messages() if message["from"] == self.key]

    def shares_place(self, title: str = "วัดนาวังหิน") -> "Phone":
        return self._act("location", title=title, latitude=13.49, longitude=101.25)

    def sends_sticker(self) -> "Phone":
        return self._act("sticker", packageId="446", stickerId="1988")

    def follows(self) -> "Phone":
        return self._act("follow")

    def blocks(self) -> "Phone":
        return self._act("unfollow")

    def links(self) -> "Phone":
        """Link the account to the officer of this key with a one-time code."""
        return self.says(self.bot.appoint(self.key)).sees("เชื่อมบัญชีเรียบร้อย")

    def complains(self, text: str = LAMP, topic: str = "ไฟถนน ไฟส่องสว่าง") -> str:
        """File a complaint in three actions; return its number."""
        return self.says(text).presses(topic).presses("ยืนยัน").number()

    def complains_of_staff(
        self, who: str = "เจ้าหน้าที่ที่เคาน์เตอร์", link: str = "ให้ผู้รับเรื่องเห็นชื่อ"
    ) -> str:
        """File a staff complaint, begun from the menu; return its number."""
        self.says("ร้องเรียนเจ้าหน้าที่").says(who).presses("ไม่ทราบ").says("พูดจาไม่ดีกับผู้สูงอายุ")
        return self.presses("ไม่มีหลักฐาน").presses(link).presses("ยืนยัน").number()

    def tells_of_staff(
        self, story: str, *, who: str = "ไม่ทราบ", link: str = "ปกปิดชื่อ", send: bool = True
    ) -> "Phone":
        """Write a staff complaint up to its review. `send`: confirm it."""
        self.says("ร้องเรียนเจ้าหน้าที่").says(who).presses("เมื่อวาน").says(story)
        self.presses("ไม่มีหลักฐาน").presses(link)
        return self.presses("ยืนยัน") if send else self

    def closes(self, note: str = "เปลี่ยนหลอดใหม่แล้ว", reason: str = "ไม่มีสิ่งให้ถ่ายรูป") -> "Phone":
        """As an officer, close the newest case on the screen, with a reason instead of a photo."""
        return self.presses("ปิดเรื่อง").says(note).presses(reason).presses("ยืนยัน")

    # ---------------------------------------------------------------- what is seen
    @property
    def news(self) -> list[dict[str, Any]]:
        """Return the messages from the bot since this phone's last act."""
        return [
            message["message"]
            for message in self._messages()[self._read :]
            if message["from"] == "bot"
        ]

    @property
    def screen(self) -> str:
        return "\n".join(words for message in self.news for words in _words(message))

    def sees(self, *texts: str) -> "Phone":
        for text in texts:
            assert text in self.screen, f"{self.key} does not see {text!r} but:\n{self.screen}"
        return self

    def does_not_see(self, *texts: str) -> "Phone":
        for text in texts:
            assert text not in self.screen, f"{self.key} sees {text!r}:\n{self.screen}"
        return self

    def hears_nothing(self) -> "Phone":
        assert self.news == []
        return self

    def can_press(self, *labels: str) -> "Phone":
        for label in labels:
            self._button(label)
        return self

    @property
    def quick_replies(self) -> list[str]:
        """Return the quick replies of the newest message, in order."""
        return [action["label"] for action in self._quick_actions()]

    @property
    def buttons(self) -> list[str]:
        """Return the buttons of the cards since the last act, in order."""
        return [
            action["label"]
            for message in self.news
            for action in buttons_in(message.get("contents", {}))
            if action["label"] != PHOTO_LABEL
        ]

    def number(self) -> str:
        """Return the case number on the screen."""
        found = re.search(r"นว-\d{4}-\d{6}-\d", self.screen)
        assert found, self.screen
        return found[0]

    def looks_away(self) -> "Phone":
        """Count all messages so far as read."""
        self._read = len(self._messages())
        return self

    # ---------------------------------------------------------------- inside
    def _act(self, verb: str, **body: Any) -> "Phone":
        self.looks_away()
        _do(self.bot, self.key, verb, **body, timestamp=self._at)
        return self

    def _messages(self) -> list[dict[str, Any]]:
        answer = HTTP.request("GET", f"{self.bot.line_url}/_/chats/{self.key}/messages")
        return answer.json()

    def _button(self, label: str) -> dict[str, Any]:
        messages = [message["message"] for message in self._messages() if message["from"] == "bot"]
        in_cards = [
            action
            for message in reversed(messages)
            for action in buttons_in(message.get("contents", {}))
        ]
        for action in (*self._quick_actions(), *in_cards):
            if action.get("label") == label:
                return action
        raise AssertionError(f"{self.key} has no button {label!r}; the screen:\n{self.screen}")

    def _quick_actions(self) -> list[dict[str, Any]]:
        newest = self._messages()[-1:]
        shown = newest[0].get("quickReply") or {"items": []} if newest else {"items": []}
        return [item["action"] for item in shown["items"]]


@dataclass
class Group:
    """A group chat of several people and the bot."""

    bot: Bot
    key: str = "team"

    def takes_the_bot_in(self) -> "Group":
        return self._act("join")

    def hears(self, member: str, text: str, *, mention: bool = False, quotes: str = "") -> "Group":
        """Send a text as a member. `mention`: mention the bot in it; `quotes`: the id of the quoted message."""
        return self._act("say", text=text, mention=mention, quotes=quotes, **{"as": member})

    def message_with(self, words: str) -> str:
        """Return LINE's id of the bot's message that contains this text."""
        answer = HTTP.request("GET", f"{self.bot.line_url}/_/chats/{self.key}/messages")
        said = [one for one in answer.json() if one["from"] == "bot"]
        return next(one["id"] for one in said if words in "\n".join(_words(one["message"])))

    def gets_a_photo(self, member: str) -> "Group":
        return self._act("photo", samples=["lamp-broken.jpg"], **{"as": member})

    def gets_a_press(self, member: str, button: dict[str, Any]) -> "Group":
        """Press, as a member, a button of a message that was forwarded into the group."""
        return self._act("press", action=button, **{"as": member})

    @property
    def screen(self) -> str:
        """Return the texts of all messages of the bot in this group."""
        answer = HTTP.request("GET", f"{self.bot.line_url}/_/chats/{self.key}/messages")
        said = [message["message"] for message in answer.json() if message["from"] == "bot"]
        return "\n".join(words for message in said for words in _words(message))

    def _act(self, verb: str, **body: Any) -> "Group":
        _do(self.bot, self.key, verb, **body)
        return self


def _do(bot: Bot, chat: str, verb: str, **body: Any) -> None:
    answer = HTTP.request(
        "POST", f"{bot.line_url}/_/chats/{chat}/{verb}", json={**body, "wait": True}
    )
    assert answer.status == 200, answer.data
    bot.settle()


def _words(message: Any) -> Iterator[str]:
    """Return all texts and labels of a message that a person can read."""
    if isinstance(message, dict):
        for key, value in message.items():
            if key in {"text", "label", "altText", "clipboardText"} and isinstance(value, str):
                yield value
            else:
                yield from _words(value)
    elif isinstance(message, list):
        for part in message:
            yield from _words(part)
