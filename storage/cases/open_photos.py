"""Reads and changes which photos of ordinary cases are cleared for the public page, before and after the work."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select, text, update

from domain.cases.complaint import Status, Verdict
from storage.cases.attachments import AttachmentKind, AttachmentState, Moment
from storage.cases.sealed_text import AMONG_ORDINARY_CASES, IS_ORDINARY
from storage.tables import attachment, complaint

BEFORE, AFTER = attachment.alias("before"), attachment.alias("after")


@dataclass(frozen=True)
class OpenPhoto:
    """One cleared photo. `key`: in its public URL. `file`: the name of the version with parts blacked out."""

    key: str
    file: str


@dataclass(frozen=True)
class OpenPair:
    """The cleared photos of one case. `village`: None if the case has none."""

    category: str
    village: int | None
    before: OpenPhoto
    after: OpenPhoto


class OpenPhotos:
    """Queries return a pair only while its case is an ordinary one that its reporter confirmed as fixed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def clear(self, attachment_id: int, key: str) -> None:
        """Clear a photo for the public page. `key`: new, unguessable, at most 32 characters."""
        self._connection.execute(
            update(attachment).where(attachment.c.id == attachment_id).values(open_key=key)
        )

    def withdraw(self, complaint_id: int) -> bool:
        """Withdraw the photos of a case from the public page; False if there were none."""
        done = self._connection.execute(
            update(attachment)
            .where(attachment.c.complaint_id == complaint_id, attachment.c.open_key.is_not(None))
            .values(open_key=None)
        )
        return done.rowcount > 0

    def cases_of(self, reporter: str) -> list[int]:
        """Return the ids of the ordinary cases of a reporter that have cleared photos."""
        # Not "IS NOT NULL", for which the database would use the index of the cleared photos of everybody.
        is_cleared = func.coalesce(attachment.c.open_key, "") != ""
        return list(
            self._connection.scalars(
                select(attachment.c.complaint_id)
                .join(complaint, complaint.c.id == attachment.c.complaint_id)
                .where(is_cleared, complaint.c.reporter == reporter, IS_ORDINARY)
                .distinct()
                .order_by(attachment.c.complaint_id)
            )
        )

    def cleared_in(self, complaint_id: int) -> set[int]:
        """Return the ids of the attachments of a case that are cleared."""
        return set(
            self._connection.scalars(
                select(attachment.c.id).where(
                    attachment.c.complaint_id == complaint_id, attachment.c.open_key.is_not(None)
                )
            )
        )

    def newest(self, limit: int) -> list[OpenPair]:
        """Return the pairs of the cases that were confirmed last, the newest first."""
        query = _pairs().order_by(complaint.c.ended_at.desc(), complaint.c.id.desc()).limit(limit)
        return [_pair(row) for row in self._connection.execute(query)]

    def find(self, key: str) -> OpenPhoto | None:
        """Return the photo with a public key, or None if it is not (any more) on the public page."""
        query = _pairs().where(or_(BEFORE.c.open_key == key, AFTER.c.open_key == key))
        row = self._connection.execute(query).first()
        if row is None:
            return None
        pair = _pair(row)
        return pair.before if pair.before.key == key else pair.after

    def reporters(self, category: str, village: int | None, most: int) -> int:
        """Count the people who reported ordinary cases of a category, in a village if given, up to `most`."""
        query = select(complaint.c.reporter).where(
            complaint.c.category == category, AMONG_ORDINARY_CASES
        )
        if village is not None:
            query = query.where(complaint.c.village == village)
        return len(self._connection.scalars(query.distinct().limit(most)).all())


def _pairs() -> Select[Any]:
    return (
        select(
            complaint.c.category,
            complaint.c.village,
            *_photo(BEFORE, "before"),
            *_photo(AFTER, "after"),
        )
        .select_from(BEFORE)
        .join(AFTER, AFTER.c.complaint_id == BEFORE.c.complaint_id)
        .join(complaint, complaint.c.id == BEFORE.c.complaint_id)
        .where(
            # Literally the condition of the partial index, which SQLite requires in order to use it.
            text("before.open_key IS NOT NULL"),
            text("after.open_key IS NOT NULL"),
            BEFORE.c.moment == Moment.BEFORE,
            AFTER.c.moment == Moment.AFTER,
            *_may_be_shown(BEFORE),
            *_may_be_shown(AFTER),
            IS_ORDINARY,
            complaint.c.status == Status.CLOSED,
            complaint.c.verdict == Verdict.CONFIRMED,
        )
    )


def _photo(of: Any, name: str) -> tuple[ColumnElement[Any], ...]:  # noqa: ANN401 - an alias of a table
    return (
        of.c.open_key.label(f"{name}_key"),
        of.c.file.label(f"{name}_file"),
        of.c.shown.label(f"{name}_shown"),
    )


def _may_be_shown(of: Any) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401
    return (
        of.c.kind == AttachmentKind.IMAGE,
        of.c.state == AttachmentState.STORED,
        ~of.c.tells,
    )


def _pair(row: Row[Any]) -> OpenPair:
    return OpenPair(
        row.category,
        row.village,
        OpenPhoto(row.before_key, row.before_shown or row.before_file or ""),
        OpenPhoto(row.after_key, row.after_shown or row.after_file or ""),
    )
