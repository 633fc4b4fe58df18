"""Stories as sentences: `resident.says("…")`, `.presses("ยืนยัน")`, `.sees("เลขที่")`.

Every act goes over HTTP through the pretend LINE, signed, and comes back as LINE would show it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import urllib3

from tests.running import Bot

HTTP = urllib3.PoolManager()


@dataclass
class Phone:
    """One person's telephone. `seen` counts the messages read so far; `news` are those since the last act."""

    bot: Bot
    key: str

    def __post_init__(self) -> None:
        self._read = 0

    # ---------------------------------------------------------------- acts
    def says(self, text: str) -> "Phone":
        return self._act("say", text=text)

    def presses(self, label: str) -> "Phone":
        return self._act("press", action=self._button(label))

    def presses_at_once(self, action: dict[str, Any]) -> "Phone":
        """Press a button kept from before."""
        return self._act("press", action=action)

    def sends_photos(self, *samples: str, content: str = "") -> "Phone":
        extra = {"content": content} if content else {}
        return self._act("photo", samples=list(samples or ("lamp-broken.jpg",)), **extra)

    def sends_bytes(self, coded: str) -> "Phone":
        return self._act("photo", base64=coded)

    def shares_place(self, title: str = "วัดนาวังหิน") -> "Phone":
        return self._act("location", title=title, latitude=13.49, longitude=101.25)

    def sends_sticker(self) -> "Phone":
        return self._act("sticker", packageId="446", stickerId="1988")

    def follows(self) -> "Phone":
        return self._act("follow")

    def blocks(self) -> "Phone":
        return self._act("unfollow")

    def links(self) -> "Phone":
        """Become the officer of this key, by the one-time code."""
        return self.says(self.bot.appoint(self.key)).sees("เชื่อมบัญชีเรียบร้อย")

    # ---------------------------------------------------------------- what is seen
    @property
    def news(self) -> list[dict[str, Any]]:
        """Messages from the bot since this phone last acted."""
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

    def number(self) -> str:
        """The case number on the screen."""
        found = re.search(r"นว-\d{4}-\d{6}-\d", self.screen)
        assert found, self.screen
        return found[0]

    def looks_away(self) -> "Phone":
        """Count everything so far as read."""
        self._read = len(self._messages())
        return self

    # ---------------------------------------------------------------- inside
    def _act(self, verb: str, **body: Any) -> "Phone":
        self.looks_away()
        answer = HTTP.request(
            "POST", f"{self.bot.line_url}/_/chats/{self.key}/{verb}", json={**body, "wait": True}
        )
        assert answer.status == 200, answer.data
        self.bot.settle()
        return self

    def _messages(self) -> list[dict[str, Any]]:
        answer = HTTP.request("GET", f"{self.bot.line_url}/_/chats/{self.key}/messages")
        return answer.json()

    def _button(self, label: str) -> dict[str, Any]:
        messages = [message["message"] for message in self._messages() if message["from"] == "bot"]
        for message in reversed(messages):
            for action in _actions(message):
                if action.get("label") == label:
                    return action
        raise AssertionError(f"{self.key} has no button {label!r}; the screen:\n{self.screen}")


def _words(message: Any) -> Iterator[str]:
    """Everything a person could read of a message: texts and labels."""
    if isinstance(message, dict):
        for key, value in message.items():
            if key in {"text", "label", "altText", "clipboardText"} and isinstance(value, str):
                yield value
            else:
                yield from _words(value)
    elif isinstance(message, list):
        for part in message:
            yield from _words(part)


def _actions(message: Any) -> Iterator[dict[str, Any]]:
    if isinstance(message, dict):
        if "label" in message and "type" in message:
            yield message
        for value in message.values():
            yield from _actions(value)
    elif isinstance(message, list):
        for part in message:
            yield from _actions(part)


def show(message: Any) -> str:
    return json.dumps(message, ensure_ascii=False, indent=1)
