"""The words both sides share: what a person did, and what we say back. No channel in it."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


def row_key(value: str) -> int:
    """The id that a button's value or an address names; 0, which nothing has, when no database could hold it."""
    return int(value) if re.fullmatch("[0-9]{1,18}", value) else 0


# ------------------------------------------------------------------ what a person did
@dataclass(frozen=True)
class Location:
    """A place on the map; `words` is what the map calls it."""

    latitude: float
    longitude: float
    words: str = ""


@dataclass(frozen=True)
class Postback:
    """A button of ours, read back: `flow` and `step` it belongs to, its value, the draft it was made for."""

    flow: str
    step: str
    value: str = ""
    draft_id: str = ""

    def __str__(self) -> str:
        return f"{self.flow}/{self.step}/{self.value}/{self.draft_id}"

    @property
    def key(self) -> int:
        """The id its value names; 0, which nothing has, when it names none."""
        return row_key(self.value)

    @classmethod
    def parse(cls, data: str) -> "Postback | None":
        parts = data.split("/")
        return cls(*parts) if len(parts) == 4 else None


class EventKind(StrEnum):
    TEXT = "text"
    PRESS = "press"
    PHOTO = "photo"
    VOICE = "voice"
    VIDEO = "video"
    FILE = "file"
    PIN = "pin"
    OTHER = "other"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    UNSEND = "unsend"
    EDIT = "edit"
    JOIN = "join"
    LEAVE = "leave"
    MEMBERS = "members"
    THROTTLED = "throttled"
    IGNORED = "ignored"


@dataclass(frozen=True)
class InboundEvent:
    """One thing one person did. `at` is when they did it, by the channel's own record.

    `chat` is where to answer: the person, or the group they spoke in (`in_group`).
    `set_size`: how many photos were sent together with this one; `set_id` tells which belong together.
    `quotes`: the message it answers, where one was quoted.
    """

    kind: EventKind
    sender: str
    chat: str
    at: datetime
    text: str = ""
    postback: Postback | None = None
    location: Location | None = None
    message_id: str = ""
    set_id: str = ""
    set_size: int = 1
    in_group: bool = False
    mentions_us: bool = False
    quotes: str = ""


# ------------------------------------------------------------------ what we say
class Tone(StrEnum):
    """The colour of a card's heading; the heading's words always say the same."""

    PLAIN = "plain"
    WAITING = "waiting"
    GOOD = "good"
    ALERT = "alert"


class ButtonAction(StrEnum):
    """What a button does when it is pressed."""

    PRESS = "press"
    SAY = "say"
    LINK = "link"
    COPY = "copy"
    CAMERA = "camera"
    ALBUM = "album"
    MAP = "map"
    DAY = "day"


@dataclass(frozen=True)
class Choice:
    """A button. `target`: the press, the words said, the address opened or the text copied."""

    label: str
    does: ButtonAction = ButtonAction.PRESS
    target: str = ""


@dataclass(frozen=True)
class Text:
    text: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Row:
    label: str
    value: str


@dataclass(frozen=True)
class Card:
    """One thing at a glance. `alt` is the notification and the answer where cards cannot be shown."""

    title: str
    alt: str
    heading: str = ""
    tone: Tone = Tone.PLAIN
    body: str = ""
    rows: tuple[Row, ...] = ()
    photos: tuple[str, ...] = ()
    buttons: tuple[Choice, ...] = ()
    footnote: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Cards:
    alt: str
    cards: tuple[Card, ...]
    choices: tuple[Choice, ...] = ()


Reply = Text | Card | Cards


@dataclass(frozen=True)
class User:
    """The person talked with. `language`: `th`, or `en` for English beside the Thai."""

    line_user_id: str
    language: str = "th"
