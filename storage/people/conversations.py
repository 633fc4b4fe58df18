"""Where each person stands in a conversation: the flow and the draft so far, sealed, under a stand-in for them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, delete, select, update

from storage.db.upsert import Insert, insert_by_dialect
from storage.sealed.vault import UnreadableError, Vault
from storage.tables import conversation

PERSON = "conversation"
"""What the stand-ins of persons are made for: another table's are others."""


@dataclass(frozen=True)
class ConversationState:
    """`draft_id` is carried by every button of this conversation, so that an old button is known as old.

    `updated_at`: when it last moved, as it was read; what is put is given its own time.
    """

    flow: str
    draft_id: str
    draft: Mapping[str, Any]
    updated_at: datetime | None = field(default=None, compare=False)


class Conversations:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault
        # One turn asks several times, and nobody else moves a person's conversation meanwhile.
        self._known: dict[str, ConversationState | None] = {}

    def find(self, line_user_id: str) -> ConversationState | None:
        if line_user_id not in self._known:
            self._known[line_user_id] = self._read(line_user_id, _FIND)
        return self._known[line_user_id]

    def lock(self, line_user_id: str) -> ConversationState | None:
        """As it is now, for whoever moves it beside the person's own turn: no turn ends until this is over."""
        self._known[line_user_id] = self._read(line_user_id, _HOLD)
        return self._known[line_user_id]

    def _read(self, line_user_id: str, find: Executable) -> ConversationState | None:
        found = (
            self._connection.execute(find, {"who": name}).first()
            for name in self._names(line_user_id)
        )
        row = next(filter(None, found), None)
        if row is None:
            return None
        try:
            flow, draft_id, draft = json.loads(self._vault.open(row.position, _about(line_user_id)))
        except UnreadableError:
            # Better to begin again than to be stuck in front of a lost key.
            return None
        return ConversationState(flow, draft_id, draft, row.updated_at)

    def put(self, line_user_id: str, place: ConversationState, now: datetime) -> None:
        self._known[line_user_id] = replace(place, updated_at=now)
        self.reindex(line_user_id)
        facts = json.dumps([place.flow, place.draft_id, place.draft], ensure_ascii=False)
        self._connection.execute(
            _PUT[self._connection.dialect.name],
            {
                "person": self._vault.index(PERSON, line_user_id),
                "position": self._vault.seal(facts.encode(), _about(line_user_id)),
                "updated_at": now,
            },
        )

    def forget(self, updated_before: datetime) -> None:
        """Drop every conversation that has not moved since then."""
        self._known.clear()
        self._connection.execute(
            delete(conversation).where(conversation.c.updated_at < updated_before)
        )

    def drop(self, line_user_id: str) -> None:
        self._known[line_user_id] = None
        for name in self._names(line_user_id):
            self._connection.execute(_DROP, {"who": name})

    def reindex(self, line_user_id: str) -> None:
        """Put the stand-in of the newest key where one of an older key stands."""
        newest, *older = self._names(line_user_id)
        if older:
            self._connection.execute(
                update(conversation).where(conversation.c.person.in_(older)).values(person=newest)
            )

    def _names(self, line_user_id: str) -> list[str]:
        return self._vault.indices(PERSON, line_user_id)


def _about(line_user_id: str) -> str:
    return f"conversation:{line_user_id}"


def _put(insert: Insert) -> Executable:
    changed = ("position", "updated_at")
    return insert.on_conflict_do_update(
        index_elements=[conversation.c.person],
        set_={name: insert.excluded[name] for name in changed},
    )


# Built once: making a statement costs several times what running it does, and these run every turn.
_FIND = select(conversation).where(conversation.c.person == bindparam("who"))
_HOLD = _FIND.with_for_update()
_DROP = delete(conversation).where(conversation.c.person == bindparam("who"))
_PUT = insert_by_dialect(conversation, _put)
