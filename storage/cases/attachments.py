"""What people send beside words, as rows: which message brought it, whose case it is in, whether it is here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    bindparam,
    delete,
    exists,
    select,
    text,
    update,
)

from storage.db.column_types import whole_day
from storage.db.upsert import insert_into
from storage.sealed.vault import Vault
from storage.tables import attachment

MESSAGE = "message"
"""What the stand-ins of LINE's message ids are made for."""
LOCK = 0x46696C65  # "File": any number that nobody else's lock has


class AttachmentKind(StrEnum):
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"


class AttachmentState(IntEnum):
    WANTED = 0
    KEPT = 1
    GONE = 2
    UNREADABLE = 3
    TOO_LARGE = 4


HERE_OR_COMING = frozenset({AttachmentState.WANTED, AttachmentState.KEPT})


class Moment(StrEnum):
    BEFORE = "before"
    AFTER = "after"
    DISPUTED = "disputed"
    """Taken after a closing that its reporter did not accept: kept, and no longer shown as the result."""


@dataclass(frozen=True)
class Attachment:
    """`file` is its name in storage.sealed.files and `media_type` says what it is, once the state is KEPT.

    `message`: a stand-in of the message that brought it, which no other attachment ever has. `owner`: one of
    the draft it came into, which nothing ties to a person.
    """

    id: int
    message: str
    owner: str
    kind: AttachmentKind
    moment: Moment
    complaint_id: int | None
    state: AttachmentState
    file: str | None
    media_type: str


class Attachments:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def want(
        self, message_id: str, owner: str, kind: AttachmentKind, moment: Moment, sent_at: datetime
    ) -> int:
        """Note something that LINE holds; its id. The same message twice is one attachment."""
        message = self._vault.index(MESSAGE, message_id)
        day = whole_day(sent_at)
        self._connection.execute(
            insert_into(attachment, self._connection)
            .values(message=message, owner=owner, kind=kind, moment=moment, sent_on=day)
            .on_conflict_do_nothing()
        )
        key: int = self._connection.execute(
            select(attachment.c.id).where(attachment.c.message == message)
        ).scalar_one()
        return key

    def by_message(self, message_id: str) -> Attachment | None:
        row = self._connection.execute(
            select(attachment).where(self._is_message(message_id))
        ).first()
        return None if row is None else _attachment(row)

    def _is_message(self, message_id: str) -> ColumnElement[bool]:
        return attachment.c.message.in_(self._vault.indices(MESSAGE, message_id))

    def get_many(self, ids: Sequence[int]) -> list[Attachment]:
        if not ids:
            return []
        rows = self._connection.execute(_BY_IDS, {"ids": ids})
        return [_attachment(row) for row in rows]

    def of_case(self, complaint_id: int) -> list[Attachment]:
        rows = self._connection.execute(_OF_CASE, {"case": complaint_id})
        return [_attachment(row) for row in rows]

    def loose_before(self, sent_before: datetime) -> list[Attachment]:
        """What was sent, or whose draft was taken up again, before then and never came into a case."""
        rows = self._connection.execute(
            select(attachment)
            .where(attachment.c.complaint_id.is_(None), attachment.c.sent_on < sent_before)
            .order_by(attachment.c.id)
        )
        return [_attachment(row) for row in rows]

    def still_wanted(self, ids: Sequence[int], now: datetime) -> None:
        """Their draft has moved: what is not in a case yet is as young as if it had been sent now."""
        self._connection.execute(
            update(attachment)
            .where(attachment.c.id.in_(ids), attachment.c.complaint_id.is_(None))
            .values(sent_on=whole_day(now))
        )

    def belong(self, ids: Sequence[int], owner: str, complaint_id: int, moment: Moment) -> None:
        """Lay attachments into a case; only those that came into this very draft."""
        if ids:
            self._connection.execute(
                update(attachment)
                .where(attachment.c.id.in_(ids), attachment.c.owner == owner)
                .values(complaint_id=complaint_id, moment=moment)
            )

    def dispute(self, complaint_id: int) -> None:
        """The after-photos so far showed no end of it."""
        self._connection.execute(
            update(attachment)
            .where(attachment.c.complaint_id == complaint_id, attachment.c.moment == Moment.AFTER)
            .values(moment=Moment.DISPUTED)
        )

    def mark_stored(
        self, message_id: str, kind: AttachmentKind, file: str, media_type: str
    ) -> bool:
        """It is here; False when nobody wants it any more.

        `kind` is what the content is, which may differ from what LINE said.
        """
        noted = self._connection.execute(
            update(attachment)
            .where(self._is_message(message_id))
            .values(state=AttachmentState.KEPT, kind=kind, file=file, media_type=media_type)
        )
        return noted.rowcount > 0

    def mark_lost(self, message_id: str, state: AttachmentState) -> None:
        self._connection.execute(
            update(attachment).where(self._is_message(message_id)).values(state=state)
        )

    def drop(self, ids: Sequence[int]) -> set[str]:
        """Delete rows; the names of the files that were in them, also of one that came just now."""
        if not ids:
            return set()
        dropped = self._connection.scalars(
            delete(attachment).where(attachment.c.id.in_(ids)).returning(attachment.c.file)
        )
        return {name for name in dropped if name}

    def hold_files(self) -> None:
        """Until this transaction ends, nobody else may say of a file that it is kept, or delete one."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})

    def files(self) -> set[str]:
        """The names of all files that attachments are in."""
        found = select(attachment.c.file).where(attachment.c.file.is_not(None))
        return set(self._connection.scalars(found))

    def used(self, names: Sequence[str]) -> set[str]:
        """Which of these files attachments are in."""
        found = select(attachment.c.file).where(attachment.c.file.in_(names))
        return {name for name in self._connection.scalars(found) if name}

    def is_used(self, file: str) -> bool:
        """Whether any attachment still needs the file of this name."""
        return bool(self._connection.scalar(select(exists().where(attachment.c.file == file))))


def _attachment(row: Row[Any]) -> Attachment:
    return Attachment(
        row.id,
        row.message,
        row.owner,
        AttachmentKind(row.kind),
        Moment(row.moment),
        row.complaint_id,
        AttachmentState(row.state),
        row.file,
        row.media_type,
    )


# Built once: making a statement costs several times what running it does, and these run every turn.
_BY_IDS = (
    select(attachment)
    .where(attachment.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(attachment.c.id)
)
_OF_CASE = (
    select(attachment)
    .where(attachment.c.complaint_id == bindparam("case"))
    .order_by(attachment.c.id)
)
