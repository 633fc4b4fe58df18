"""Stores, for some days, where the text of each message is, so that an unsend or edit in LINE can change it.

LINE allows an unsend for at most a day. No text is stored here, only its position in a draft, case or rating.
Message and holder are stored as pseudonyms, the rest is encrypted; only the day of the message is readable.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Executable, Row, bindparam, delete, exists, select

from domain.language.text_span import Span
from storage.db.column_types import whole_day
from storage.db.upsert import Insert, InsertByDialect
from storage.sealed.vault import UnreadableError, Vault
from storage.tables import message_part

RETENTION = timedelta(days=3)
MESSAGE_PURPOSE, _HOLDER_PURPOSE = "message-part", "message-part-holder"
"""Purposes of the pseudonyms, see `Vault.index`: they differ from those in other tables."""


@dataclass(frozen=True)
class Part:
    """The position of a message's text in one text of its holder.

    `field`: name of the text; `row`: id of its row if it is in another table than the holder, else 0.
    """

    field: str
    span: Span
    row: int = 0


@dataclass(frozen=True)
class MessageLocation:
    """Where the text of a message is. `message_id`: LINE's. `holder`: from `draft`, `case` or `rating`.

    `sender`: LINE user id. `day`: when the message was received, for retention.
    """

    message_id: str
    sender: str
    holder: str
    parts: tuple[Part, ...]
    day: datetime


@dataclass(frozen=True)
class CurrentMessage:
    """The message that is being handled. `texts`: texts it can add to a draft; empty for a photo."""

    message_id: str
    sender: str
    texts: frozenset[str]
    day: datetime


def draft(draft_id: str) -> str:
    return f"draft:{draft_id}"


def case(complaint_id: int) -> str:
    return f"case:{complaint_id}"


def inquiry(inquiry_id: int) -> str:
    return f"inquiry:{inquiry_id}"


def words(words_id: int) -> str:
    return f"words:{words_id}"


class MessageParts:
    """Positions of message texts. `current`: the message that this transaction handles, set by the caller."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault
        self.current: CurrentMessage | None = None
        self._preset: dict[str, bool] = {}

    def preset(self, message_id: str, *, is_taken_back: bool) -> None:
        """Let `is_taken_back` return this, which another statement of this transaction has read."""
        self._preset[message_id] = is_taken_back

    def put(self, location: MessageLocation) -> None:
        """Store where a message's text is, and replace an earlier entry of the message."""
        self._preset.pop(location.message_id, None)
        newest, *older = self._vault.indices(MESSAGE_PURPOSE, location.message_id)
        if older:
            self._connection.execute(delete(message_part).where(message_part.c.message.in_(older)))
        self._put(newest, self._vault.index(_HOLDER_PURPOSE, location.holder), location)

    def take_back(self, message_id: str, at: datetime) -> None:
        """Record that a message was unsent, because the unsend event may arrive before the message."""
        # The sender and the holder are not needed for this.
        self.put(MessageLocation(message_id, "", "", (), whole_day(at)))

    def is_taken_back(self, message_id: str) -> bool:
        if message_id in self._preset:
            return self._preset[message_id]
        keys = self._vault.indices(MESSAGE_PURPOSE, message_id)
        return bool(self._connection.scalar(_IS_TAKEN_BACK, {"keys": keys}))

    def find(self, message_id: str, sender: str) -> MessageLocation | None:
        """Return where a message's text is; None if it is unknown, from another sender, or was unsent."""
        keys = self._vault.indices(MESSAGE_PURPOSE, message_id)
        row = self._connection.execute(_FIND, {"keys": keys}).first()
        location = self._open(row) if row else None
        return location if location and sender and location.sender == sender else None

    def of(self, holder: str) -> list[MessageLocation]:
        """Return the messages whose text is in a holder (from `draft`, `case` or `rating`)."""
        rows = self._connection.execute(
            _OF, {"holders": self._vault.indices(_HOLDER_PURPOSE, holder)}
        )
        return [location for row in rows if (location := self._open(row))]

    def drop(self, holders: Sequence[str]) -> None:
        """Delete the entries of these holders."""
        names = [
            name for holder in holders for name in self._vault.indices(_HOLDER_PURPOSE, holder)
        ]
        self._connection.execute(_DROP, {"holders": names})

    def remove(self, message_id: str) -> None:
        keys = self._vault.indices(MESSAGE_PURPOSE, message_id)
        self._connection.execute(delete(message_part).where(message_part.c.message.in_(keys)))

    def forget(self, received_before: datetime) -> None:
        self._connection.execute(delete(message_part).where(message_part.c.day < received_before))

    def reindex(self) -> int:
        """Replace pseudonyms of older keys by those of the newest key; return how many rows changed.

        Raises UnreadableError if a row was encrypted with a key that the vault does not have.
        """
        changed = 0
        for row in self._connection.execute(select(message_part)).all():
            location = self._read(row)
            message = self._vault.index(MESSAGE_PURPOSE, location.message_id)
            if message != row.message:
                self.put(location)
                changed += 1
        return changed

    def _put(self, message: str, holder: str, location: MessageLocation) -> None:
        content = [
            location.message_id,
            location.sender,
            location.holder,
            [(part.field, part.row, part.span.start, part.span.end) for part in location.parts],
        ]
        values = {
            "message": message,
            "holder": holder if location.holder else "",
            "content": self._vault.seal(json.dumps(content).encode(), _associated_data(message)),
            "day": location.day,
        }
        self._connection.execute(_PUT[self._connection.dialect.name], values)

    def _open(self, row: Row[tuple[str, str, bytes, datetime]]) -> MessageLocation | None:
        """Decrypt a row; None if the vault does not have its key."""
        try:
            return self._read(row)
        except UnreadableError:
            return None

    def _read(self, row: Row[tuple[str, str, bytes, datetime]]) -> MessageLocation:
        content = json.loads(self._vault.open(row.content, _associated_data(row.message)))
        message_id, sender, holder, parts = content
        return MessageLocation(
            message_id,
            sender,
            holder,
            tuple(Part(field, Span(start, end), key) for field, key, start, end in parts),
            row.day,
        )


def _associated_data(message: str) -> str:
    return f"message_part:{message}"


def _put(insert: Insert) -> Executable:
    return insert.on_conflict_do_update(
        index_elements=["message"],
        set_={name: insert.excluded[name] for name in ("holder", "content", "day")},
    )


# Built once: building a statement takes several times as long as running it, and these run for every message.
_IS_MESSAGE = message_part.c.message.in_(bindparam("keys", expanding=True))
_IS_HOLDER = message_part.c.holder.in_(bindparam("holders", expanding=True))
_PUT = InsertByDialect(message_part, _put)
_FIND = select(message_part).where(_IS_MESSAGE)
_IS_TAKEN_BACK = select(exists().where(_IS_MESSAGE, message_part.c.holder == ""))
_OF = select(message_part).where(_IS_HOLDER)
_DROP = delete(message_part).where(_IS_HOLDER)
