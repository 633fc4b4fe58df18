"""The telephones of the demo, handled as people do: write, look, press a button that is really there.

Everything goes through the pretend LINE's control API; nothing here knows what the bot is about.
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

PATIENCE_SECONDS = 20.0
"""How long somebody waits for an answer before the replay is given up."""
LOOK_SECONDS = 5
GLANCE_SECONDS = 0.02

Json = dict[str, Any]


class SilentError(Exception):
    """What a person waited for did not come."""


class NotRunningError(Exception):
    """No pretend LINE at this address."""


class Phones:
    """Every telephone of one pretend LINE, and the bot's messages that came since this began.

    An act is at `hour`: the phones' clocks are put there first.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._http = urllib3.PoolManager(retries=False, timeout=LOOK_SECONDS + 10)
        self._chats: dict[str, list[Json]] = defaultdict(list)
        self._read: dict[str, int] = {}
        self._wires: list[Json] = []
        try:
            self._seq = int(self._ask("GET", "state")["seq"])
        except (HTTPError, ValueError, KeyError) as error:
            raise NotRunningError from error

    def people(self) -> list[tuple[str, str]]:
        """Key and LINE id of everybody who has a telephone here."""
        return [(person["key"], person["id"]) for person in self._ask("GET", "state")["people"]]

    # ---------------------------------------------------------------- acts
    def does(self, key: str, verb: str, hour: datetime, **body: object) -> None:
        """One act on a phone. What comes afterwards is news."""
        self._read = {chat: len(messages) for chat, messages in self._chats.items()}
        self._wires.clear()
        at = round(hour.timestamp() * 1000)
        self.set_clock(hour)
        self._ask("POST", f"chats/{key}/{verb}", {**body, "timestamp": at})

    def set_clock(self, hour: datetime | None) -> None:
        """Put all phones' clocks to an hour; None puts them right."""
        at = None if hour is None else round(hour.timestamp() * 1000)
        self._ask("POST", "clock", {"at": at})

    # ---------------------------------------------------------------- what is seen
    def sees(self, key: str, words: str = "") -> Json:
        """The first news on a phone that has these words; waits for it. Raises SilentError."""
        return self._until(lambda: next(self._news(key, words), None), f"{key}: {words!r}")

    def button(self, key: str, label: str, about: str = "") -> Json:
        """The action of a button, of a message that speaks of `about` or else of the news.

        Waits for it to appear. Raises SilentError.
        """
        return self._until(
            lambda: next(self._buttons(key, label, about), None), f"{key}: [{label}] {about}"
        )

    def has(self, key: str, label: str) -> bool:
        """Whether the news on a phone offer this button; waits for none."""
        return any(
            action.get("label") == label
            for record in self._news(key, "")
            for action in buttons_in(record["message"])
        )

    def photo_is_fetched(self) -> None:
        """Wait until the bot has fetched a photo sent in the last act."""
        self._until(lambda: next(self._fetched(), None), "a photo is fetched")

    def watch_while(self, busy: Callable[[], bool]) -> None:
        """Keep the phones in sight for as long as `busy` says so. Raises SilentError."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while busy():
            if time.monotonic() > deadline:
                raise SilentError("what is owed is not sent")
            self._listen(GLANCE_SECONDS)

    # ---------------------------------------------------------------- inside
    def _news(self, key: str, words: str) -> Iterator[Json]:
        for record in self._chats[key][self._read.get(key, 0) :]:
            if words in json.dumps(record["message"], ensure_ascii=False):
                yield record

    def _buttons(self, key: str, label: str, about: str) -> Iterator[Json]:
        newest = True
        first = 0 if about else self._read.get(key, 0)
        for record in reversed(self._chats[key][first:]):
            message = dict(record["message"])
            # Quick replies stand under the newest message alone; buttons in cards stay.
            quick = message.pop("quickReply", {}) if newest else message.pop("quickReply", None)
            newest = False
            if about not in json.dumps(record["message"], ensure_ascii=False):
                continue
            for action in buttons_in([quick, message]):
                if action.get("label") == label:
                    yield action

    def _fetched(self) -> Iterator[Json]:
        for wire in self._wires:
            if wire["path"].endswith("/content") and wire["status"] == 200:
                yield wire

    def _until(self, look: Any, what: str) -> Json:  # noqa: ANN401 - a function of nothing
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            found = look()
            if found is not None:
                return dict(found)
            if time.monotonic() > deadline:
                raise SilentError(what)
            self._listen()

    def _listen(self, seconds: float = LOOK_SECONDS) -> None:
        """Wait for what happens next, and keep it."""
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
