"""What single messages said, sealed and for some days only, so that one taken back can be found again.

LINE lets people take a message back for at most a day. Neither the message nor its sender stands here in
the clear: both are stand-ins.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Executable,
    bindparam,
    delete,
    exists,
    select,
    update,
)

from storage.columns import whole_day
from storage.tables import audit, ending, rating, statement
from storage.upsert import Insert, insert_by_dialect
from storage.vault import UnreadableError, Vault

KEPT = timedelta(days=3)
TAKEN_BACK = b""
"""In place of the words: the message may arrive after the news that it was taken back."""


class Statements:
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

    def words(self, message_id: str, sender: str) -> str:
        """Empty when we do not know the message, or it was somebody else's."""
        key = self._key(message_id)
        sealed: bytes | None = self._connection.scalar(
            _WORDS, {"key": key, "who": self._who(sender)}
        )
        if not sealed:
            return ""
        try:
            return self._vault.open(sealed, f"statement:{key}").decode()
        except UnreadableError:
            return ""

    def is_taken_back(self, message_id: str) -> bool:
        return bool(self._connection.scalar(_IS_TAKEN_BACK, {"key": self._key(message_id)}))

    def forget(self, said_before: datetime) -> None:
        self._connection.execute(delete(statement).where(statement.c.at < said_before))

    def forget_sender(self, sender: str) -> None:
        self._connection.execute(delete(statement).where(statement.c.sender == self._who(sender)))

    def change_notes(self, complaint_id: int, change: Callable[[str], str | None]) -> bool:
        """Change what the reporter said beside the story of a case; whether anything changed.

        `change` returns the new text, or None to leave one as it is.
        """
        said = (audit.c.complaint_id == complaint_id, audit.c.actor == "reporter")
        changes = [
            self._change(audit.c.id, audit.c.note, said, change),
            self._change(
                ending.c.id, ending.c.reason, (ending.c.complaint_id == complaint_id,), change
            ),
            self._change(
                rating.c.id, rating.c.comment, (rating.c.complaint_id == complaint_id,), change
            ),
        ]
        return any(changes)

    def _change(
        self,
        key: Column[int],
        column: Column[str],
        where: tuple[ColumnElement[bool], ...],
        change: Callable[[str], str | None],
    ) -> bool:
        rows = self._connection.execute(select(key, column).where(*where)).all()
        new = {row[0]: text for row in rows if (text := change(row[1])) is not None}
        for row_id, text in new.items():
            self._connection.execute(update(key.table).where(key == row_id).values({column: text}))
        return bool(new)

    def _put(
        self, query: Mapping[str, Executable], key: str, sender: str, words: bytes, at: datetime
    ) -> bool:
        row = {"message": key, "sender": self._who(sender), "words": words, "at": whole_day(at)}
        done = self._connection.execute(query[self._connection.dialect.name], row)
        return done.first() is not None

    def _key(self, message_id: str) -> str:
        return self._vault.index("statement", message_id)

    def _who(self, sender: str) -> str:
        return self._vault.index("statement-sender", sender)


def _put(insert: Insert, *, unless_taken_back: bool) -> Executable:
    changed = ("sender", "words", "at")
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
_WORDS = select(statement.c.words).where(
    statement.c.message == bindparam("key"), statement.c.sender == bindparam("who")
)
_IS_TAKEN_BACK = select(
    exists().where(statement.c.message == bindparam("key"), statement.c.words == TAKEN_BACK)
)
