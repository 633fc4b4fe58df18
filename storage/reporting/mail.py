"""Stores e-mails until the mail server has accepted them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select, text, update

from storage.db.upsert import insert_into
from storage.tables import mail


@dataclass(frozen=True)
class Letter:
    """An e-mail with a report. `attempts`: failed ones so far. `written_at`: when it was stored."""

    recipient: str
    subject: str
    body: str
    issue_id: int
    id: int = 0
    attempts: int = 0
    written_at: datetime = datetime(2000, 1, 1, tzinfo=UTC)


class Mail:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, letter: Letter, now: datetime) -> None:
        """Store a letter to send now; the same report to the same address is stored once."""
        self._connection.execute(
            insert_into(mail, self._connection)
            .values(
                recipient=letter.recipient,
                subject=letter.subject,
                body=letter.body,
                issue_id=letter.issue_id,
                next_at=now,
                written_at=now,
            )
            .on_conflict_do_nothing()
        )

    def lease(self, now: datetime, until: datetime, limit: int) -> list[Letter]:
        """Lease the letters that are due until `until`."""
        due = (
            select(mail.c.id)
            .where(text("mail.sent_at IS NULL"), mail.c.next_at <= now)
            .order_by(mail.c.next_at, mail.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        ids = self._connection.scalars(due).all()
        rows = self._connection.execute(
            update(mail).where(mail.c.id.in_(ids)).values(next_at=until).returning(mail)
        ).all()
        return [
            Letter(
                row.recipient,
                row.subject,
                row.body,
                row.issue_id,
                row.id,
                row.attempts,
                row.written_at,
            )
            for row in sorted(rows, key=lambda row: row.id)
        ]

    def mark_sent(self, key: int, now: datetime) -> None:
        self._connection.execute(update(mail).where(mail.c.id == key).values(sent_at=now, error=""))

    def delay(self, key: int, until: datetime, error: str) -> None:
        """Retry a letter at `until`. `error`: the kind of fault."""
        self._connection.execute(
            update(mail)
            .where(mail.c.id == key)
            .values(next_at=until, attempts=mail.c.attempts + 1, error=error[:200])
        )

    def count_waiting(self) -> int:
        """Return the number of letters that the server has not accepted yet."""
        query = select(func.count()).select_from(mail).where(text("mail.sent_at IS NULL"))
        return self._connection.scalar(query) or 0
