"""Where each person stands in a conversation: the flow and the draft so far."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select
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
        row = self._connection.execute(
            select(conversation).where(conversation.c.line_user_id == line_user_id)
        ).first()
        return None if row is None else Place(row.flow, row.draft_id, json.loads(row.draft))

    def put(self, line_user_id: str, place: Place, now: datetime) -> None:
        values = {
            "flow": place.flow,
            "draft_id": place.draft_id,
            "draft": json.dumps(place.draft, ensure_ascii=False),
            "updated_at": now,
        }
        dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        self._connection.execute(
            dialect.insert(conversation)
            .values(line_user_id=line_user_id, **values)
            .on_conflict_do_update(index_elements=["line_user_id"], set_=values)
        )

    def drop(self, line_user_id: str) -> None:
        self._connection.execute(
            delete(conversation).where(conversation.c.line_user_id == line_user_id)
        )
