"""Stores the media that people sent: their message, their case, and whether the file was downloaded."""

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
    inspect,
    or_,
    select,
    text,
    update,
)

from storage.db.column_types import whole_day
from storage.db.upsert import insert_into
from storage.sealed.vault import Vault
from storage.tables import attachment

_MESSAGE_PURPOSE = "message"
"""Purpose of the pseudonyms of LINE's message ids, see `Vault.index`."""
LOCK = 0x46696C65  # "File": key of a PostgreSQL advisory lock; any number that no other lock uses


class AttachmentKind(StrEnum):
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"


class AttachmentState(IntEnum):
    """REQUESTED: to be downloaded. GONE: no longer at LINE. UNREADABLE: not a file we accept."""

    REQUESTED = 0
    STORED = 1
    GONE = 2
    UNREADABLE = 3
    TOO_LARGE = 4
    OVER_CEILING = 5
    """Its sender has reached the daily limit of stored bytes."""


AVAILABLE = frozenset({AttachmentState.REQUESTED, AttachmentState.STORED})


class Moment(StrEnum):
    """Whether a photo shows the place before or after the work."""

    BEFORE = "before"
    AFTER = "after"
    DISPUTED = "disputed"
    """A photo of a result that the reporter disputed: stored, and no longer shown as the result."""


@dataclass(frozen=True)
class Attachment:
    """Media that a person sent. `file`: its name in storage.sealed.files, set with `media_type` once STORED.

    `message`: a pseudonym of LINE's message id, unique. `owner`: a pseudonym of the draft it was sent for, which
    is linked to no person. `complaint_id`: None while it is in no case. `tells`: the file may contain its author's
    name or a place, which could not be removed. `shown`: the file of a copy with parts blacked out, `covers`:
    those parts, as web.console.black_out stores them.
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
    tells: bool = False
    shown: str | None = None
    covers: str = ""

    @property
    def key(self) -> str:
        """The identifier in URLs: 32 hexadecimal digits, which reveal neither an order nor a count."""
        return self.message

    @property
    def public_file(self) -> str:
        """The name of the file for everybody but officers: the copy with parts blacked out, if there is one."""
        return self.shown or self.file or ""


class Attachments:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def request(
        self, message_id: str, owner: str, kind: AttachmentKind, moment: Moment, sent_at: datetime
    ) -> int:
        """Record media to download from LINE; return the row id, for a known message that of its row.

        `sent_at` is stored as a day.
        """
        message = self._vault.index(_MESSAGE_PURPOSE, message_id)
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
        return attachment.c.message.in_(self._vault.indices(_MESSAGE_PURPOSE, message_id))

    def get_many(self, ids: Sequence[int]) -> list[Attachment]:
        if not ids:
            return []
        rows = self._connection.execute(_BY_IDS, {"ids": ids})
        return [_attachment(row) for row in rows]

    def by_key(self, key: str) -> Attachment | None:
        """Return the attachment with this key, see `Attachment.key`."""
        row = self._connection.execute(_BY_KEY, {"key": key}).first()
        return None if row is None else _attachment(row)

    def of_case(self, complaint_id: int) -> list[Attachment]:
        rows = self._connection.execute(_OF_CASE, {"case": complaint_id})
        return [_attachment(row) for row in rows]

    def of_owner(self, owner: str) -> list[Attachment]:
        """Return the attachments of a draft that are in no case."""
        rows = self._connection.execute(
            select(attachment)
            .where(attachment.c.owner == owner, attachment.c.complaint_id.is_(None))
            .order_by(attachment.c.id)
        )
        return [_attachment(row) for row in rows]

    def unfiled_before(self, sent_before: datetime) -> list[Attachment]:
        """Return the attachments in no case that were sent, or last renewed by `renew`, before that day."""
        rows = self._connection.execute(
            select(attachment)
            .where(attachment.c.complaint_id.is_(None), attachment.c.sent_on < sent_before)
            .order_by(attachment.c.id)
        )
        return [_attachment(row) for row in rows]

    def renew(self, ids: Sequence[int], now: datetime) -> None:
        """Set the day of attachments that are in no case to today, because their draft is still in use."""
        self._connection.execute(
            update(attachment)
            .where(attachment.c.id.in_(ids), attachment.c.complaint_id.is_(None))
            .values(sent_on=whole_day(now))
        )

    def assign_to_case(
        self, ids: Sequence[int], owner: str, complaint_id: int, moment: Moment
    ) -> None:
        """Assign attachments to a case; ids of attachments of another draft (`owner`) are ignored."""
        if ids:
            self._connection.execute(
                update(attachment)
                .where(attachment.c.id.in_(ids), attachment.c.owner == owner)
                .values(complaint_id=complaint_id, moment=moment)
            )

    def dispute(self, complaint_id: int) -> None:
        """Mark the case's AFTER photos as DISPUTED."""
        self._connection.execute(
            update(attachment)
            .where(attachment.c.complaint_id == complaint_id, attachment.c.moment == Moment.AFTER)
            .values(moment=Moment.DISPUTED)
        )

    def mark_stored(
        self,
        message_id: str,
        kind: AttachmentKind,
        file: str,
        media_type: str,
        *,
        tells: bool = False,
    ) -> bool:
        """Record the stored file of a message; False if the attachment no longer exists.

        `kind`: detected from the content; it may differ from the kind that LINE sent. `tells`: as in Attachment.
        """
        updated = self._connection.execute(
            update(attachment)
            .where(self._is_message(message_id))
            .values(
                state=AttachmentState.STORED,
                kind=kind,
                file=file,
                media_type=media_type,
                tells=tells,
            )
        )
        return updated.rowcount > 0

    def mark_lost(self, message_id: str, state: AttachmentState) -> None:
        """Record why the file of a message was not stored."""
        self._connection.execute(
            update(attachment).where(self._is_message(message_id)).values(state=state)
        )

    def kept_for(self, owner: str) -> list[Attachment]:
        """Return the attachments of an owner that are in no case yet."""
        rows = self._connection.execute(
            select(attachment)
            .where(attachment.c.owner == owner, attachment.c.complaint_id.is_(None))
            .order_by(attachment.c.id)
        )
        return [_attachment(row) for row in rows]

    def cover(self, attachment_id: int, shown: str | None, covers: str) -> None:
        """Record the copy of a photo with parts blacked out; None removes it.

        The photo is withdrawn from the public page, because another version was cleared for it.
        """
        self._connection.execute(
            update(attachment)
            .where(attachment.c.id == attachment_id)
            .values(shown=shown, covers=covers or None, open_key=None)
        )

    def move_file(self, attachment_id: int, file: str, shown: str | None) -> None:
        """Record that the files of an attachment were stored again under these names."""
        self._connection.execute(
            update(attachment)
            .where(attachment.c.id == attachment_id)
            .values(file=file, shown=shown)
        )

    def others_with(self, file: str, complaint_id: int) -> bool:
        """Return whether an attachment outside this case uses the file of this name."""
        uses = or_(attachment.c.file == file, attachment.c.shown == file)
        is_other = or_(
            attachment.c.complaint_id.is_(None), attachment.c.complaint_id != complaint_id
        )
        return bool(self._connection.scalar(select(exists().where(uses, is_other))))

    def drop(self, ids: Sequence[int]) -> set[str]:
        """Delete attachments; return the names of their files, read in the same statement."""
        if not ids:
            return set()
        deleted = self._connection.execute(
            delete(attachment)
            .where(attachment.c.id.in_(ids))
            .returning(attachment.c.file, attachment.c.shown)
        )
        return {name for row in deleted for name in row if name}

    def lock_files(self) -> None:
        """Lock the file names until this transaction ends: no other process records or deletes a file meanwhile.

        On SQLite the write transaction itself is that lock.
        """
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})

    def files(self) -> set[str]:
        """Return the names of all files that attachments use.

        A backup may be made before the database is brought up to this release: then no photo is covered yet.
        """
        known = {one["name"] for one in inspect(self._connection).get_columns(attachment.name)}
        columns = [one for one in (attachment.c.file, attachment.c.shown) if one.name in known]
        rows = self._connection.execute(select(*columns))
        return {name for row in rows for name in row if name}

    def used(self, names: Sequence[str]) -> set[str]:
        """Return which of these file names attachments use."""
        found = select(attachment.c.file).where(attachment.c.file.in_(names))
        covered = select(attachment.c.shown).where(attachment.c.shown.in_(names))
        return {name for name in self._connection.scalars(found.union(covered)) if name}

    def is_used(self, file: str) -> bool:
        """Return whether an attachment uses the file of this name."""
        uses = or_(attachment.c.file == file, attachment.c.shown == file)
        return bool(self._connection.scalar(select(exists().where(uses))))


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
        row.tells,
        row.shown,
        row.covers or "",
    )


# Built once: building a statement takes several times as long as running it, and these run for every message.
_BY_IDS = (
    select(attachment)
    .where(attachment.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(attachment.c.id)
)
_BY_KEY = select(attachment).where(attachment.c.message == bindparam("key"))
_OF_CASE = (
    select(attachment)
    .where(attachment.c.complaint_id == bindparam("case"))
    .order_by(attachment.c.id)
)
