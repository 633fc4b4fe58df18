"""Stores the events for the office's webhook, in the transaction of the change, until they are delivered."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from storage.tables import webhook_event


@dataclass(frozen=True)
class WebhookEvent:
    """An event to send. `content`: JSON. `attempts`: number of earlier attempts."""

    id: int
    event_id: str
    content: str
    made_at: datetime
    attempts: int


class WebhookEvents:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, content: str, now: datetime) -> None:
        """Store an event, due at once."""
        self._connection.execute(
            webhook_event.insert().values(
                event_id=f"evt_{secrets.token_hex(12)}", content=content, made_at=now, due_at=now
            )
        )

    def claim(self, now: datetime, until: datetime, limit: int) -> list[WebhookEvent]:
        """Lease the events that are due until `until`, the oldest first."""
        due = (
            select(webhook_event.c.id)
            .where(
                webhook_event.c.sent_at.is_(None),
                webhook_event.c.gave_up_at.is_(None),
                webhook_event.c.due_at <= now,
            )
            .order_by(webhook_event.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        ids = self._connection.scalars(due).all()
        rows = self._connection.execute(
            update(webhook_event)
            .where(webhook_event.c.id.in_(ids))
            .values(due_at=until)
            .returning(
                webhook_event.c.id,
                webhook_event.c.event_id,
                webhook_event.c.content,
                webhook_event.c.made_at,
                webhook_event.c.attempts,
            )
        )
        return sorted((WebhookEvent(*row) for row in rows), key=lambda one: one.id)

    def sent(self, event: WebhookEvent, now: datetime) -> None:
        self._set(event, sent_at=now)

    def again(self, event: WebhookEvent, at: datetime) -> None:
        """Retry an event at a later time."""
        self._set(event, due_at=at)

    def give_up(self, event: WebhookEvent, now: datetime) -> None:
        self._set(event, gave_up_at=now)

    def drop(self, event: WebhookEvent) -> None:
        """Delete an event that may not be sent any more."""
        self._connection.execute(delete(webhook_event).where(webhook_event.c.id == event.id))

    def drop_about(self, number: str) -> None:
        """Delete the events about the case with this number, in any state."""
        self._connection.execute(
            delete(webhook_event).where(
                webhook_event.c.content.contains(json.dumps(number), autoescape=True)
            )
        )

    def forget(self, made_before: datetime) -> None:
        """Delete old events in any state."""
        self._connection.execute(delete(webhook_event).where(webhook_event.c.made_at < made_before))

    def _set(self, event: WebhookEvent, **values: datetime) -> None:
        self._connection.execute(
            update(webhook_event)
            .where(webhook_event.c.id == event.id)
            .values(attempts=event.attempts + 1, **values)
        )
