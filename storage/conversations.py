"""Where each person stands in a conversation: the flow and the draft so far."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.tables import conversation


@dataclass(frozen=True)
class Place:
    """`draft_id` is carried by every button of this conversation, so that an old button is known as old."""

    flow: str
    draft_id: str
    draft: Mapping[str, Any]


class Conversations:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, line_user_id: str) -> Place | None:
        row = self._connection.execute(_FIND, {"who": line_user_id}).first()
        return None if row is None else Place(row.flow, row.draft_id, json.loads(row.draft))

    def put(self, line_user_id: str, place: Place, now: datetime) -> None:
        self._connection.execute(
            _PUT[self._connection.dialect.name],
            {
                "line_user_id": line_user_id,
                "flow": place.flow,
                "draft_id": place.draft_id,
                "draft": json.dumps(place.draft, ensure_ascii=False),
                "updated_at": now,
            },
        )

    def drop(self, line_user_id: str) -> None:
        self._connection.execute(_DROP, {"who": line_user_id})


def _put(insert: sqlite.Insert | postgresql.Insert) -> sqlite.Insert | postgresql.Insert:
    changed = ("flow", "draft_id", "draft", "updated_at")
    return insert.on_conflict_do_update(
        index_elements=["line_user_id"], set_={name: insert.excluded[name] for name in changed}
    )


# Built once: making a statement costs several times what running it does, and these run every turn.
_FIND = select(conversation).where(conversation.c.line_user_id == bindparam("who"))
_DROP = delete(conversation).where(conversation.c.line_user_id == bindparam("who"))
_PUT = {
    "sqlite": _put(sqlite.insert(conversation)),
    "postgresql": _put(postgresql.insert(conversation)),
}
