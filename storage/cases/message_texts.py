"""What single messages said, sealed and for some days only, so that one taken back can be found again.

LINE lets people take a message back for at most a day. Neither the message nor its sender stands here in
the clear: both are stand-ins.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import (
    Connection,
    Executable,
    bindparam,
    delete,
    exists,
    select,
)

from storage.db.column_types import whole_day
from storage.db.upsert import Insert, insert_by_dialect
from storage.sealed.vault import UnreadableError, Vault
from storage.tables import statement

KEPT = timedelta(days=3)
TAKEN_BACK = b""
"""In place of the words: the message may arrive after the news that it was taken back."""


@dataclass(frozen=True)
class Said:
    """What a message says now, and the beginning of the day it came; of the hour nothing is kept."""

    words: str
    day: datetime


class MessageTexts:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def remember(self, message_id: str, sender: str, words: str, at: datetime) -> bool:
        """What a message says; of one that was edited, what it says now. False: it was taken back."""
        key = self._key(message_id)
        sealed = self._vault.seal(words.encode(), f"statement:{key}")
        return self._put(_REMEMBER, key, sender, sealed, at)

    def take_back(self, message_id: str, sender: str, at: datetime) -> None:
        self._put(_TAKE_BACK, self._key(message_id), sender, TAKEN_BACK, at)

    def find(self, message_id: str, sender: str) -> Said | None:
        """None when we do not know the message, it was somebody else's, or it was taken back."""
        key = self._key(message_id)
        row = self._connection.execute(_FIND, {"key": key, "who": self._whos(sender)}).first()
        words = self._opened(key, row.words) if row and row.words else ""
        return Said(words, row.at) if row and words else None

    def is_taken_back(self, message_id: str) -> bool:
        return bool(self._connection.scalar(_IS_TAKEN_BACK, {"key": self._key(message_id)}))

    def forget(self, said_before: datetime) -> None:
        self._connection.execute(delete(statement).where(statement.c.at < said_before))

    def forget_sender(self, sender: str) -> None:
        self._connection.execute(
            delete(statement).where(statement.c.sender.in_(self._whos(sender)))
        )

    def forget_said(self, sender: str, is_unwanted: Callable[[str], bool]) -> None:
        """Forget the messages of one person whose words are not wanted any more."""
        whose = statement.c.sender.in_(self._whos(sender))
        for key, words in self._connection.execute(
            select(statement.c.message, statement.c.words).where(whose)
        ).all():
            if words and is_unwanted(self._opened(key, words)):
                self._connection.execute(delete(statement).where(statement.c.message == key))

    def _opened(self, key: str, words: bytes) -> str:
        """Empty when the key is lost."""
        try:
            return self._vault.open(words, f"statement:{key}").decode()
        except UnreadableError:
            return ""

    def _put(
        self, query: Mapping[str, Executable], key: str, sender: str, words: bytes, at: datetime
    ) -> bool:
        row = {"message": key, "sender": self._whos(sender)[0], "words": words, "at": whole_day(at)}
        done = self._connection.execute(query[self._connection.dialect.name], row)
        return done.first() is not None

    def _key(self, message_id: str) -> str:
        """What a message stands under: the stand-in of the key of its day, or today's where it is new."""
        names = self._vault.indices("statement", message_id)
        if len(names) == 1:
            return names[0]
        found = select(statement.c.message).where(statement.c.message.in_(names))
        return self._connection.scalar(found) or names[0]

    def _whos(self, sender: str) -> list[str]:
        return self._vault.indices("statement-sender", sender)


def _put(insert: Insert, *, unless_taken_back: bool) -> Executable:
    # Of one that was edited the day stays: what it said may stand in a case since then.
    changed = ("sender", "words")
    return insert.on_conflict_do_update(
        index_elements=["message"],
        set_={name: insert.excluded[name] for name in changed},
        where=statement.c.words != TAKEN_BACK if unless_taken_back else None,
    ).returning(statement.c.message)


# Built once: making a statement costs several times what running it does, and these run every turn.
_REMEMBER, _TAKE_BACK = (
    insert_by_dialect(statement, partial(_put, unless_taken_back=unless))
    for unless in (True, False)
)
_FIND = select(statement.c.words, statement.c.at).where(
    statement.c.message == bindparam("key"),
    statement.c.sender.in_(bindparam("who", expanding=True)),
)
_IS_TAKEN_BACK = select(
    exists().where(statement.c.message == bindparam("key"), statement.c.words == TAKEN_BACK)
)
