"""Stores the state of each person's conversation, encrypted, under a pseudonym of the person."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, Row, bindparam, delete, select, update

from storage.db.upsert import Insert, InsertByDialect
from storage.sealed.vault import UnreadableError, Vault
from storage.tables import conversation

PERSON_PURPOSE = "conversation"
"""Purpose of the persons' pseudonyms, see `Vault.index`: they differ from those in other tables."""


@dataclass(frozen=True)
class ConversationState:
    """A person's position in a conversation: the flow, and the answers so far as `draft`.

    `draft_id`: every button of this conversation contains it, so that buttons of an older one are recognised.
    `updated_at`: the time of the last change, set by reading; `put` ignores it.
    """

    flow: str
    draft_id: str
    draft: Mapping[str, Any]
    updated_at: datetime | None = field(default=None, compare=False)


class Conversations:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault
        self._preset: dict[str, Row[Any] | None] = {}

    def preset(self, line_user_id: str, row: Row[Any] | None) -> None:
        """Let `find` decrypt this row, which another statement has read. None: there is none."""
        self._preset[line_user_id] = row

    def find(self, line_user_id: str, *, lock: bool = False) -> ConversationState | None:
        """Return a person's state; None if there is none or it cannot be decrypted.

        `lock`: lock its row until this transaction ends.
        """
        if lock or line_user_id not in self._preset:
            row = self._read(line_user_id, _LOCK if lock else _FIND)
        else:
            row = self._preset[line_user_id]
        if row is None:
            return None
        try:
            flow, draft_id, draft = json.loads(
                self._vault.open(row.position, _associated_data(line_user_id))
            )
        except UnreadableError:
            # Without the key the conversation starts again instead of failing with every message.
            return None
        return ConversationState(flow, draft_id, draft, row.updated_at)

    def _read(self, line_user_id: str, statement: Executable) -> Row[Any] | None:
        found = (
            self._connection.execute(statement, {"who": pseudonym}).first()
            for pseudonym in self._pseudonyms(line_user_id)
        )
        return next(filter(None, found), None)

    def put(self, line_user_id: str, state: ConversationState, now: datetime) -> None:
        """Store a person's state; `now` becomes its `updated_at`."""
        self._preset.pop(line_user_id, None)
        associated_data = _associated_data(line_user_id)
        position = json.dumps([state.flow, state.draft_id, state.draft], ensure_ascii=False)
        self._connection.execute(
            _PUT[self._connection.dialect.name],
            {
                "person": self.reindex(line_user_id),
                "position": self._vault.seal(position.encode(), associated_data),
                "updated_at": now,
            },
        )

    def forget(self, updated_before: datetime) -> None:
        """Delete the conversations that last changed before then."""
        self._connection.execute(
            delete(conversation).where(conversation.c.updated_at < updated_before)
        )

    def drop(self, line_user_id: str) -> None:
        self._preset.pop(line_user_id, None)
        for pseudonym in self._pseudonyms(line_user_id):
            self._connection.execute(_DROP, {"who": pseudonym})

    def reindex(self, line_user_id: str) -> str:
        """Replace a person's pseudonym of an older key by that of the newest key; return that one."""
        newest, *older = self._pseudonyms(line_user_id)
        if older:
            self._connection.execute(
                update(conversation).where(conversation.c.person.in_(older)).values(person=newest)
            )
        return newest

    def _pseudonyms(self, line_user_id: str) -> list[str]:
        return self._vault.indices(PERSON_PURPOSE, line_user_id)


def _associated_data(line_user_id: str) -> str:
    return f"conversation:{line_user_id}"


def _put(insert: Insert) -> Executable:
    changed = ("position", "updated_at")
    return insert.on_conflict_do_update(
        index_elements=[conversation.c.person],
        set_={name: insert.excluded[name] for name in changed},
    )


# Built once: building a statement takes several times as long as running it, and these run for every message.
_FIND = select(conversation).where(conversation.c.person == bindparam("who"))
_LOCK = _FIND.with_for_update()
_DROP = delete(conversation).where(conversation.c.person == bindparam("who"))
_PUT = InsertByDialect(conversation, _put)
