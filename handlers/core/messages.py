"""The messages of the chat, independent of LINE: the events that people cause and the replies they get."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


def row_key(value: str) -> int:
    """Return the row id in a button's value or a URL; 0, which no row has, unless it is 1 to 18 digits."""
    return int(value) if re.fullmatch("[0-9]{1,18}", value) else 0


# ------------------------------------------------------------------ events
@dataclass(frozen=True)
class Location:
    """A shared location in degrees; `words` is its title or address from the map."""

    latitude: float
    longitude: float
    words: str = ""


@dataclass(frozen=True)
class Postback:
    """The data of a pressed button: its flow and step, its value, and the id of the draft it was made for.

    `draft_id` is empty for a button that works at any time. The string form joins the four with slashes.
    """

    flow: str
    step: str
    value: str = ""
    draft_id: str = ""

    def __str__(self) -> str:
        return f"{self.flow}/{self.step}/{self.value}/{self.draft_id}"

    @property
    def key(self) -> int:
        """The row id in the value; 0, which no row has, if the value is not an id."""
        return row_key(self.value)

    @classmethod
    def parse(cls, data: str) -> "Postback | None":
        """Parse the string form; None if it does not have four parts."""
        parts = data.split("/")
        return cls(*parts) if len(parts) == 4 else None


class EventKind(StrEnum):
    TEXT = "text"
    POSTBACK = "press"
    PHOTO = "photo"
    VOICE = "voice"
    VIDEO = "video"
    FILE = "file"
    LOCATION = "pin"
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
    """One event that one person caused.

    `sender`: their LINE user id. `chat`: the id to answer to, which is the person or, if `in_group`, the group.
    `at`: when it happened, as LINE reports it. `set_id`: the id of a set of photos sent together; `set_size`: the
    number of photos in the set. `mentions_us`: the text mentions the bot. `quotes`: id of the quoted message.
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


# ------------------------------------------------------------------ replies
class Tone(StrEnum):
    """The colour of a card's heading. The heading's text says the same, for readers who cannot see the colour."""

    PLAIN = "plain"
    WAITING = "waiting"
    GOOD = "good"
    ALERT = "alert"


class ButtonAction(StrEnum):
    """What happens when a button is pressed."""

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
    """A button. `target`: the postback data, the text to send, the URL to open or the text to copy."""

    label: str
    does: ButtonAction = ButtonAction.PRESS
    target: str = ""


def postback_choices(labels: Iterable[str], postbacks: Iterable[Postback]) -> tuple[Choice, ...]:
    """Return one button for each label and its postback."""
    return tuple(
        Choice(label, ButtonAction.PRESS, str(postback))
        for label, postback in zip(labels, postbacks, strict=True)
    )


@dataclass(frozen=True)
class Text:
    """A text.

    `about`: ids of the cases in a message to an officer or a group. The recipient must still be permitted to read
    all of them when it is sent (see handlers.access.sending). Empty for messages to a case's reporter.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    about: tuple[int, ...] = ()


@dataclass(frozen=True)
class Row:
    label: str
    value: str


@dataclass(frozen=True)
class Card:
    """A card. `alt`: the text of the notification, also shown where cards cannot be displayed.

    `photos`: URLs. `buttons` are on the card; `choices` are quick replies below it. `equal_buttons`: no button is
    highlighted, because none of the answers of a survey is the right one. `about`: as in Text.
    """

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
    equal_buttons: bool = False
    about: tuple[int, ...] = ()


@dataclass(frozen=True)
class Cards:
    """A carousel. `about`: as in Text, for the carousel as a whole; each card has its own `about` too."""

    alt: str
    cards: tuple[Card, ...]
    choices: tuple[Choice, ...] = ()
    about: tuple[int, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A picture as wide as the chat.

    `url`: https. `alt`: a description, for places where it cannot be displayed. `about`: as in Text.
    """

    url: str
    alt: str
    choices: tuple[Choice, ...] = ()
    about: tuple[int, ...] = ()


Reply = Text | Card | Cards | Picture


@dataclass(frozen=True)
class User:
    """The person in the chat. `language`: `th`, or `en` for English below the Thai."""

    line_user_id: str
    language: str = "th"
