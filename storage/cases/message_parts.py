"""Where the words of single messages stand, for some days: so that one taken back or edited is changed there.

LINE lets people take a message back for at most a day. No words are kept here, only where in a draft or a case
they are, and in the clear neither message nor sender nor case: pseudonyms, and the rest encrypted.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Executable, Row, bindparam, delete, exists, select

from domain.language.text_span import Span
from storage.db.column_types import whole_day
from storage.db.upsert import Insert, insert_by_dialect
from storage.sealed.vault import UnreadableError, Vault
from storage.tables import message_part

KEPT = timedelta(days=3)
MESSAGE, HOLDER = "message-part", "message-part-holder"
"""What the pseudonyms are made for: another table's are others."""


@dataclass(frozen=True)
class Part:
    """The words of a message in one text of its holder.

    `field`: which text; `row`: the id of its row where it is not the holder's own, else 0.
    """

    field: str
    span: Span
    row: int = 0


@dataclass(frozen=True)
class MessageLocation:
    """Where the words of one message stand. `message_id` is LINE's; `holder` is made by `draft` or `case`."""

    message_id: str
    sender: str
    holder: str
    parts: tuple[Part, ...]
    day: datetime


@dataclass(frozen=True)
class CurrentMessage:
    """The message that is being answered. `texts`: what it may put into a draft; empty for a photo."""

    message_id: str
    sender: str
    texts: frozenset[str]
    day: datetime


def draft(draft_id: str) -> str:
    return f"draft:{draft_id}"


def case(complaint_id: int) -> str:
    return f"case:{complaint_id}"


def rating(rating_id: int) -> str:
    return f"rating:{rating_id}"


class MessageParts:
    """`current`: the message this transaction answers, once it is known."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault
        self.current: CurrentMessage | None = None

    def put(self, found: MessageLocation) -> None:
        """Keep where a message's words stand now; where they stood before is forgotten."""
        newest, *older = self._vault.indices(MESSAGE, found.message_id)
        if older:
            self._connection.execute(delete(message_part).where(message_part.c.message.in_(older)))
        self._put(newest, self._vault.index(HOLDER, found.holder), found)

    def take_back(self, message_id: str, at: datetime) -> None:
        """Remember that a message was taken back: it may arrive after the news of it."""
        # Whose message it was is no longer needed, nor where it stood.
        self.put(MessageLocation(message_id, "", "", (), whole_day(at)))

    def is_taken_back(self, message_id: str) -> bool:
        keys = self._vault.indices(MESSAGE, message_id)
        return bool(self._connection.scalar(_IS_TAKEN_BACK, {"keys": keys}))

    def find(self, message_id: str, sender: str) -> MessageLocation | None:
        """None when its words stand nowhere, it was somebody else's, or it was taken back."""
        keys = self._vault.indices(MESSAGE, message_id)
        row = self._connection.execute(_FIND, {"keys": keys}).first()
        found = self._open(row) if row else None
        return found if found and sender and found.sender == sender else None

    def of(self, holder: str) -> list[MessageLocation]:
        """The messages whose words a draft or a case holds."""
        rows = self._connection.execute(_OF, {"holders": self._vault.indices(HOLDER, holder)})
        return [found for row in rows if (found := self._open(row))]

    def drop(self, holders: Sequence[str]) -> None:
        """Forget what brought the words of these drafts or cases."""
        names = [name for holder in holders for name in self._vault.indices(HOLDER, holder)]
        self._connection.execute(_DROP, {"holders": names})

    def remove(self, message_id: str) -> None:
        keys = self._vault.indices(MESSAGE, message_id)
        self._connection.execute(delete(message_part).where(message_part.c.message.in_(keys)))

    def forget(self, received_before: datetime) -> None:
        self._connection.execute(delete(message_part).where(message_part.c.day < received_before))

    def reindex(self) -> int:
        """Put the pseudonyms of the newest key where those of an older one stand; how many rows changed.

        Raises UnreadableError when a row was sealed with a key that is not given.
        """
        changed = 0
        for row in self._connection.execute(select(message_part)).all():
            found = self._read(row)
            message = self._vault.index(MESSAGE, found.message_id)
            if message != row.message:
                self.put(found)
                changed += 1
        return changed

    def _put(self, message: str, holder: str, found: MessageLocation) -> None:
        facts = [
            found.message_id,
            found.sender,
            found.holder,
            [(part.field, part.row, part.span.start, part.span.end) for part in found.parts],
        ]
        values = {
            "message": message,
            "holder": holder if found.holder else "",
            "content": self._vault.seal(json.dumps(facts).encode(), _about(message)),
            "day": found.day,
        }
        self._connection.execute(_PUT[self._connection.dialect.name], values)

    def _open(self, row: Row[tuple[str, str, bytes, datetime]]) -> MessageLocation | None:
        """None when the key is lost."""
        try:
            return self._read(row)
        except UnreadableError:
            return None

    def _read(self, row: Row[tuple[str, str, bytes, datetime]]) -> MessageLocation:
        facts = json.loads(self._vault.open(row.content, _about(row.message)))
        message_id, sender, holder, parts = facts
        return MessageLocation(
            message_id,
            sender,
            holder,
            tuple(Part(field, Span(start, end), key) for field, key, start, end in parts),
            row.day,
        )


def _about(message: str) -> str:
    return f"message_part:{message}"


def _put(insert: Insert) -> Executable:
    return insert.on_conflict_do_update(
        index_elements=["message"],
        set_={name: insert.excluded[name] for name in ("holder", "content", "day")},
    )


# Built once: making a statement costs several times what running it does, and these run every turn.
_IS_MESSAGE = message_part.c.message.in_(bindparam("keys", expanding=True))
_IS_HELD = message_part.c.holder.in_(bindparam("holders", expanding=True))
_PUT = insert_by_dialect(message_part, _put)
_FIND = select(message_part).where(_IS_MESSAGE)
_IS_TAKEN_BACK = select(exists().where(_IS_MESSAGE, message_part.c.holder == ""))
_OF = select(message_part).where(_IS_HELD)
_DROP = delete(message_part).where(_IS_HELD)
