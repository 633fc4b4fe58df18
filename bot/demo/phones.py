"""Controls the phones of the demo through the control API of the pretend LINE.

A button can be pressed only when it is visible in the chat, as on a real phone. This module knows nothing
about the bot's conversations.
"""

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import urllib3
from urllib3.exceptions import HTTPError

from simulator.actions import buttons_in

ANSWER_TIMEOUT_SECONDS = 60.0
"""The longest wait for a message of the bot; after it the replay stops."""
LONG_POLL_SECONDS = 5
SHORT_POLL_SECONDS = 0.02

Json = dict[str, Any]


class SilentError(Exception):
    """The bot did not send the expected message in time."""


class NotRunningError(Exception):
    """No pretend LINE answers at this address."""


class Phones:
    """All phones of one pretend LINE, and the bot's messages received since this object was created.

    New messages are those that arrived after the last act on any phone.
    """

    def __init__(self, address: str) -> None:
        """`address`: the base URL of the pretend LINE. Raises NotRunningError when nothing answers there."""
        self._address = address
        self._http = urllib3.PoolManager(retries=False, timeout=LONG_POLL_SECONDS + 10)
        self._chats: dict[str, list[Json]] = defaultdict(list)
        self._read: dict[str, int] = {}
        self._wires: list[Json] = []
        try:
            self._seq = int(self._ask("GET", "state")["seq"])
        except (HTTPError, ValueError, KeyError) as error:
            raise NotRunningError from error

    def people(self) -> list[tuple[str, str]]:
        """Roster key and LINE user id of every person."""
        return [(person["key"], person["id"]) for person in self._ask("GET", "state")["people"]]

    # ---------------------------------------------------------------- acts
    def act(self, key: str, verb: str, at: datetime, **body: object) -> None:
        """Perform one act of the control API on a phone; all phones' clocks are set to `at` first."""
        self._read = {chat: len(messages) for chat, messages in self._chats.items()}
        self._wires.clear()
        self.set_clock(at)
        self._ask("POST", f"chats/{key}/{verb}", {**body, "timestamp": _milliseconds(at)})

    def set_clock(self, at: datetime | None) -> None:
        """Set the clocks of all phones; None returns them to the real time."""
        self._ask("POST", "clock", {"at": None if at is None else _milliseconds(at)})

    # ---------------------------------------------------------------- messages of the bot
    def wait_for_message(self, key: str, words: str = "") -> Json:
        """The first new message on a phone that contains `words`. Raises SilentError after a timeout."""
        return self._until(lambda: next(self._new(key, words), None), f"{key}: {words!r}")

    def button(self, key: str, label: str, about: str = "") -> Json:
        """Wait for a button with this label and return its action.

        With `about`, any message that contains `about` is searched, else only the new ones. Raises
        SilentError after a timeout.
        """
        return self._until(
            lambda: next(self._buttons(key, label, about), None), f"{key}: [{label}] {about}"
        )

    def has(self, key: str, label: str) -> bool:
        """Whether a new message on a phone has this button; does not wait."""
        return any(
            action.get("label") == label
            for record in self._new(key, "")
            for action in buttons_in(record["message"])
        )

    def was_told(self, key: str, words: str) -> bool:
        """Whether a new message on a phone contains these words; does not wait."""
        return any(True for _ in self._new(key, words))

    def wait_for_photo_download(self) -> None:
        """Wait until the bot has downloaded a photo sent in the last act. Raises SilentError."""
        self._until(lambda: next(self._downloads(), None), "a photo is downloaded")

    def listen_while(self, busy: Callable[[], bool]) -> None:
        """Receive messages until `busy` returns False. Raises SilentError when that takes too long."""
        deadline = time.monotonic() + ANSWER_TIMEOUT_SECONDS
        while busy():
            if time.monotonic() > deadline:
                raise SilentError("the outbox does not become empty")
            self._listen(SHORT_POLL_SECONDS)

    # ---------------------------------------------------------------- inside
    def _new(self, key: str, words: str) -> Iterator[Json]:
        for record in self._chats[key][self._read.get(key, 0) :]:
            if words in json.dumps(record["message"], ensure_ascii=False):
                yield record

    def _buttons(self, key: str, label: str, about: str) -> Iterator[Json]:
        newest = True
        first = 0 if about else self._read.get(key, 0)
        for record in reversed(self._chats[key][first:]):
            message = dict(record["message"])
            # LINE shows quick replies only under the newest message; buttons in cards stay usable.
            quick = message.pop("quickReply", {}) if newest else message.pop("quickReply", None)
            newest = False
            if about not in json.dumps(record["message"], ensure_ascii=False):
                continue
            for action in buttons_in([quick, message]):
                if action.get("label") == label:
                    yield action

    def _downloads(self) -> Iterator[Json]:
        for wire in self._wires:
            if wire["path"].endswith("/content") and wire["status"] == 200:
                yield wire

    def _until(self, look: Callable[[], Json | None], what: str) -> Json:
        deadline = time.monotonic() + ANSWER_TIMEOUT_SECONDS
        while True:
            found = look()
            if found is not None:
                return dict(found)
            if time.monotonic() > deadline:
                raise SilentError(what)
            self._listen()

    def _listen(self, seconds: float = LONG_POLL_SECONDS) -> None:
        """Wait for the next changes, and record the bot's messages and its calls to LINE."""
        answer = self._ask("GET", f"changes?since={self._seq}&wait={seconds}")
        self._seq = answer["seq"]
        for change in answer["changes"]:
            if change["kind"] == "message" and change["from"] == "bot":
                self._chats[change["chat"]].append(change)
            if change["kind"] == "wire":
                self._wires.append(change)

    def _ask(self, method: str, path: str, body: Json | None = None) -> Json:
        answer = self._http.request(method, f"{self._address}/_/{path}", json=body)
        if answer.status != 200:
            raise ValueError(f"{path}: {answer.status} {answer.data[:200]!r}")
        return dict(answer.json())


def _milliseconds(at: datetime) -> int:
    """A time in LINE's format: milliseconds since 1970."""
    return round(at.timestamp() * 1000)
