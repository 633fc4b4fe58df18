"""Stores the issues of reports and the files of published ones."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from domain.figures.report_life import Issue, IssueState
from storage.tables import report_file, report_issue


@dataclass(frozen=True)
class ReportFile:
    """`kind`: pdf, docx, xlsx, csv, or scan for the signed paper."""

    kind: str
    media_type: str
    content: bytes
    sha256: str


class ReportIssues:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, report: str, period: str, figures: str, sha256: str, now: datetime) -> Issue:
        """Store a new draft; it replaces the current issue of the same report and period, if there is one."""
        earlier = self.current(report, period)
        if earlier is not None:
            self._update(earlier.id, state=IssueState.REPLACED, replaced_at=now)
        key = self._connection.execute(
            insert(report_issue)
            .values(
                report=report,
                period=period,
                figures=figures,
                sha256=sha256,
                state=IssueState.DRAFT,
                made_at=now,
                replaces=earlier.id if earlier else None,
            )
            .returning(report_issue.c.id)
        ).scalar_one()
        return self.get(key)

    def get(self, key: int) -> Issue:
        """Return an issue. Raises sqlalchemy.exc.NoResultFound for an unknown id."""
        return _issue(
            self._connection.execute(select(report_issue).where(report_issue.c.id == key)).one()
        )

    def find(self, key: int) -> Issue | None:
        row = self._connection.execute(
            select(report_issue).where(report_issue.c.id == key)
        ).one_or_none()
        return None if row is None else _issue(row)

    def current(self, report: str, period: str) -> Issue | None:
        """Return the issue of a report and period that no later one has replaced."""
        row = self._connection.execute(
            select(report_issue)
            .where(
                report_issue.c.report == report,
                report_issue.c.period == period,
                report_issue.c.replaced_at.is_(None),
            )
            .order_by(report_issue.c.id.desc())
        ).first()
        return None if row is None else _issue(row)

    def all(self) -> list[Issue]:
        """Return every issue, the newest first."""
        rows = self._connection.execute(select(report_issue).order_by(report_issue.c.id.desc()))
        return [_issue(row) for row in rows]

    def published(self) -> list[Issue]:
        """Return the published issues, also those replaced or withdrawn since, the newest first."""
        rows = self._connection.execute(
            select(report_issue)
            .where(report_issue.c.published_at.is_not(None))
            .order_by(report_issue.c.published_at.desc(), report_issue.c.id.desc())
        )
        return [_issue(row) for row in rows]

    def by_slug(self, slug: str) -> Issue | None:
        row = self._connection.execute(
            select(report_issue).where(report_issue.c.slug == slug)
        ).one_or_none()
        return None if row is None else _issue(row)

    def number(self, key: int, document_number: str) -> None:
        """Store the document number of the office's register."""
        self._update(key, state=IssueState.NUMBERED, document_number=document_number)

    def withdraw(self, issue: Issue, withdrawn_by: str, reason: str, now: datetime) -> None:
        """Store who withdrew the permission to publish, and why; nothing that was published is deleted."""
        states = {
            IssueState.PERMITTED: IssueState.SIGNED,
            IssueState.PUBLISHED: IssueState.WITHDRAWN,
        }
        self._update(
            issue.id,
            state=states.get(issue.state, issue.state),
            withdrawn_by=withdrawn_by,
            withdrawn_reason=reason,
            withdrawn_at=now,
        )

    def sign(self, key: int, signed_by: str, now: datetime) -> None:
        self._update(key, state=IssueState.SIGNED, signed_by=signed_by, signed_at=now)

    def correct(self, key: int, **values: object) -> None:
        """Store a corrected number, signer, day of signing or written part; the state stays."""
        self._update(key, **values)

    def drop_file(self, key: int, kind: str) -> None:
        """Delete a file of an issue, which another replaces."""
        self._connection.execute(
            delete(report_file).where(report_file.c.issue_id == key, report_file.c.kind == kind)
        )

    def permit(self, key: int, permitted_by: str, now: datetime) -> None:
        """Store who permitted the publication, also anew after a withdrawal."""
        self._update(
            key,
            state=IssueState.PERMITTED,
            permitted_by=permitted_by,
            permitted_at=now,
            withdrawn_at=None,
        )

    def publish(self, key: int, slug: str, now: datetime) -> None:
        self._update(key, state=IssueState.PUBLISHED, slug=slug, published_at=now)

    def keep_file(self, key: int, file: ReportFile) -> None:
        """Store a file of an issue; one of the same kind must not exist."""
        self._connection.execute(insert(report_file).values(issue_id=key, **vars(file)))

    def file(self, key: int, kind: str) -> ReportFile | None:
        row = self._connection.execute(
            select(
                report_file.c.kind,
                report_file.c.media_type,
                report_file.c.content,
                report_file.c.sha256,
            ).where(report_file.c.issue_id == key, report_file.c.kind == kind)
        ).one_or_none()
        return None if row is None else ReportFile(*row)

    def kinds_of(self, key: int) -> tuple[str, ...]:
        """Return the kinds of the stored files of an issue."""
        return tuple(
            self._connection.scalars(
                select(report_file.c.kind)
                .where(report_file.c.issue_id == key)
                .order_by(report_file.c.id)
            )
        )

    def _update(self, key: int, **values: object) -> None:
        self._connection.execute(
            update(report_issue).where(report_issue.c.id == key).values(**values)
        )


def _issue(row: Row[Any]) -> Issue:
    return Issue(
        id=row.id,
        report=row.report,
        period=row.period,
        figures=row.figures,
        sha256=row.sha256,
        state=IssueState(row.state),
        made_at=row.made_at,
        document_number=row.document_number,
        signed_by=row.signed_by,
        signed_at=row.signed_at,
        permitted_by=row.permitted_by,
        permitted_at=row.permitted_at,
        slug=row.slug or "",
        published_at=row.published_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by,
        withdrawn_reason=row.withdrawn_reason,
        replaces=row.replaces,
    )
