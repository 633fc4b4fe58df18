"""What single messages said, sealed and for some days only, so that one taken back can be found again.

LINE lets people take a message back for at most a day. Neither the message nor its sender stands here in
the clear: both are stand-ins.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Column, ColumnElement, Connection, delete, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.tables import audit, ending, rating, statement
from storage.vault import UnreadableError, Vault

KEPT = timedelta(days=3)
TAKEN_BACK = b""
"""In place of the words: the message may arrive after the news that it was taken back."""


class Statements:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def remember(self, message_id: str, sender: str, words: str, at: datetime) -> None:
        """What a message says; of one that was edited, what it says now."""
        key = self._key(message_id)
        sealed = self._vault.seal(words.encode(), f"statement:{key}")
        self._put(key, sender, sealed, at)

    def take_back(self, message_id: str, sender: str, at: datetime) -> None:
        self._put(self._key(message_id), sender, TAKEN_BACK, at)

    def words(self, message_id: str, sender: str) -> str:
        """Empty when we do not know the message, or it was somebody else's."""
        key = self._key(message_id)
        sealed: bytes | None = self._connection.scalar(
            select(statement.c.words).where(
                statement.c.message == key, statement.c.sender == self._who(sender)
            )
        )
        if not sealed:
            return ""
        try:
            return self._vault.open(sealed, f"statement:{key}").decode()
        except UnreadableError:
            return ""

    def is_taken_back(self, message_id: str) -> bool:
        return bool(
            self._connection.scalar(
                select(
                    exists().where(
                        statement.c.message == self._key(message_id),
                        statement.c.words == TAKEN_BACK,
                    )
                )
            )
        )

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
            self._connection.execute(
                update(key.table).where(key == row_id).values({column.name: text})
            )
        return bool(new)

    def _put(self, key: str, sender: str, words: bytes, at: datetime) -> None:
        dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        # The day is enough to forget it by; the hour would tell whose stand-in it is.
        day = at.replace(hour=0, minute=0, second=0, microsecond=0)
        values = {"sender": self._who(sender), "words": words, "at": day}
        self._connection.execute(
            dialect.insert(statement)
            .values(message=key, **values)
            .on_conflict_do_update(index_elements=["message"], set_=values)
        )

    def _key(self, message_id: str) -> str:
        return self._vault.index("statement", message_id)

    def _who(self, sender: str) -> str:
        return self._vault.index("statement-sender", sender)
