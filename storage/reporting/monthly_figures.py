"""Computes the figures of a month as they were at its end, so that a later computation gives the same result."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Row,
    RowMapping,
    Table,
    case,
    func,
    or_,
    select,
    text,
    type_coerce,
)

from domain.cases.complaint import Status, Verdict
from domain.cases.inquiry import InquiryKind
from domain.cases.lifecycle import DISPUTE_DAYS
from domain.figures.monthly_figures import MonthFigures, OldCase, ServiceScore
from domain.figures.rating_scale import SCORES
from domain.surveys.question_set import QuestionSet
from storage.reporting.monthly_ratings import (
    AspectScores,
    MonthRatings,
    aspect_scores,
    month_ratings,
    ratings_by_section,
)
from storage.tables import complaint, inquiry, push_ledger, resolution

AMONG_ORDINARY_CASES = text("NOT complaint.restricted")
"""Literally the condition of the indexes of ordinary cases, which SQLite requires in order to use them."""
OLDEST_SHOWN = 5
TOPICS_SHOWN = 5
DAY = timedelta(days=1)


class Figures:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ratings(self, start: datetime, end: datetime) -> MonthRatings:
        """Return the ratings of a month by score and service, and by round."""
        return month_ratings(self._connection, start, end)

    def ratings_by_section(self, round_id: int, start: datetime, end: datetime) -> Counter[str]:
        """Return the number of ratings of a round in a month by department."""
        return ratings_by_section(self._connection, round_id, start, end)

    def answers_by_aspect(
        self, round_id: int, question_set: QuestionSet, start: datetime, end: datetime
    ) -> dict[str, AspectScores]:
        """Return the answers about each aspect of a round in a month."""
        return aspect_scores(self._connection, round_id, question_set, start, end)

    def month(self, month: str, start: datetime, end: datetime) -> MonthFigures:
        """Return the figures of the month from `start` up to, not including, `end`, as they were at `end`.

        `month`: its key, such as 2569-10. Without the number of cases about staff.
        """
        filed = self._filed(start, end)
        ordinary = [row for row in filed if not row.restricted]
        received = sum(row.cases for row in ordinary)
        in_time = sum(row.in_time for row in ordinary)
        taken_back, not_due_then = self._taken_back(start, end)
        not_due = sum(row.not_due for row in ordinary) - not_due_then
        ended = self._ended(start, end)
        disputed, reopened = self._disputed(start, end)
        open_at_end, oldest = self._open_at(end)
        rated = month_ratings(self._connection, start, end)
        by_service = rated.scores
        scores = sum(by_service.values(), Counter[int]())
        ratings = scores.total()
        pushes, to_reporters = self._pushes(month)
        return MonthFigures(
            month=month,
            received=received,
            answered_in_time=in_time,
            answer_not_due=not_due,
            answered_late=received - in_time - not_due - taken_back,
            taken_back=taken_back,
            closed=ended["closed"],
            confirmed=ended["confirmed"],
            unconfirmed=ended["unconfirmed"],
            disputed=disputed,
            reopened=reopened,
            withdrawn=ended["withdrawn"],
            not_ours=ended["not_ours"],
            median_days=self._median_days(start, end, ended["closed"]),
            open_at_end=open_at_end,
            oldest=oldest,
            satisfaction=round(_sum(scores) / ratings, 2) if ratings else None,
            ratings=ratings,
            scores=tuple(scores[score] for score in sorted(SCORES)),
            reasons=_most_first(rated.reasons),
            services=_services(by_service),
            topics=_most_first(_counted((row.category, row.cases) for row in ordinary))[
                :TOPICS_SHOWN
            ],
            villages=_most_first(
                _counted((row.village, row.cases) for row in ordinary if row.village is not None)
            )[:TOPICS_SHOWN],
            # Published only from a minimum number on; see handlers.usecases.monthly_report.
            restricted=None,
            pushes=pushes,
            pushes_to_reporters=to_reporters,
            **self._inquiries(start, end),
        )

    def staff_complaints(self, start: datetime, end: datetime) -> Sequence[int]:
        """Return the ids of the staff complaints filed from `start` up to, not including, `end`."""
        return self._connection.scalars(
            select(complaint.c.id).where(
                _within(complaint.c.filed_at, start, end), text("complaint.restricted")
            )
        ).all()

    def _inquiries(self, start: datetime, end: datetime) -> dict[str, int]:
        kinds = {
            "questions": inquiry.c.kind == InquiryKind.QUESTION,
            "questions_answered": (inquiry.c.kind == InquiryKind.QUESTION)
            & (inquiry.c.answered_at < end),
            "praise": inquiry.c.kind == InquiryKind.PRAISE,
            "suggestions": inquiry.c.kind == InquiryKind.SUGGESTION,
        }
        row = self._connection.execute(
            select(*(_count_if(condition) for condition in kinds.values())).where(
                _within(inquiry.c.sent_at, start, end)
            )
        ).one()
        return dict(zip(kinds, row, strict=True))

    def _filed(self, start: datetime, end: datetime) -> Sequence[Row[Any]]:
        """Return the cases filed in the month by restricted, category and village.

        `cases`: how many; `in_time`: answered before the deadline; `not_due`: unanswered and not overdue at `end`.
        """
        in_time = (complaint.c.answered_at < end) & (
            complaint.c.answered_at <= complaint.c.answer_by
        )
        by = (complaint.c.restricted, complaint.c.category, complaint.c.village)
        return self._connection.execute(
            select(
                *by,
                func.count().label("cases"),
                _count_if(in_time).label("in_time"),
                _count_if(_unanswered(end) & (complaint.c.answer_by >= end)).label("not_due"),
            )
            .where(_within(complaint.c.filed_at, start, end))
            .group_by(*by)
        ).all()

    def _taken_back(self, start: datetime, end: datetime) -> tuple[int, int]:
        """Count the month's cases that were withdrawn unanswered, before the deadline of the answer.

        Returns their number, and how many of them had a deadline at `end` or later.
        """
        row = self._connection.execute(
            select(func.count(), _count_if(complaint.c.answer_by >= end))
            .join_from(resolution, complaint)
            .where(
                _within(resolution.c.ended_at, start, end),
                resolution.c.status == Status.WITHDRAWN,
                ~resolution.c.restricted,
                resolution.c.filed_at >= start,
                resolution.c.ended_at <= complaint.c.answer_by,
                _unanswered(end),
            )
        ).one()
        return row[0], row[1]

    def _ended(self, start: datetime, end: datetime) -> RowMapping:
        closed = resolution.c.status == Status.CLOSED
        judged = resolution.c.verdict_at < end
        unjudged = or_(resolution.c.verdict_at.is_(None), resolution.c.verdict_at >= end)
        return (
            self._connection.execute(
                select(
                    _count_if(closed).label("closed"),
                    _count_if(closed & judged & (resolution.c.verdict == Verdict.CONFIRMED)).label(
                        "confirmed"
                    ),
                    _count_if(closed & unjudged & (resolution.c.expired_at < end)).label(
                        "unconfirmed"
                    ),
                    _count_if(resolution.c.status == Status.WITHDRAWN).label("withdrawn"),
                    _count_if(resolution.c.status == Status.NOT_OURS).label("not_ours"),
                ).where(_within(resolution.c.ended_at, start, end), ~resolution.c.restricted)
            )
            .mappings()
            .one()
        )

    def _median_days(self, start: datetime, end: datetime, closed: int) -> float | None:
        if not closed:
            return None
        # The instants are whole milliseconds in both databases, so their difference is exact.
        duration = (as_stored(resolution.c.ended_at) - as_stored(resolution.c.filed_at)).label(
            "took"
        )
        middle_values = self._connection.scalars(
            select(duration)
            .where(
                _within(resolution.c.ended_at, start, end),
                resolution.c.status == Status.CLOSED,
                ~resolution.c.restricted,
            )
            .order_by(duration)
            .offset((closed - 1) // 2)
            .limit(1 if closed % 2 else 2)
        ).all()
        mean = sum(middle_values) / len(middle_values)
        return round(mean / (DAY / timedelta(milliseconds=1)), 1)

    def _disputed(self, start: datetime, end: datetime) -> tuple[int, int]:
        """Return the number of closings disputed in the month, and the number of cases reopened in it."""
        in_month = (_within(resolution.c.verdict_at, start, end), ~resolution.c.restricted)
        cases = select(resolution.c.complaint_id)
        disputed = self._connection.scalars(
            cases.where(text("resolution.verdict = 'disputed'"), *in_month)
        ).all()
        taken_back = self._connection.scalars(
            cases.where(
                resolution.c.verdict == Verdict.TAKEN_BACK,
                # The index of endings holds the few that can be meant.
                _within(resolution.c.ended_at, start - timedelta(days=DISPUTE_DAYS), end),
                *in_month,
            )
        ).all()
        return len(disputed), len({*disputed, *taken_back})

    def _open_at(self, end: datetime) -> tuple[int, tuple[OldCase, ...]]:
        """Return the number of cases that were open at `end`, and the OLDEST_SHOWN oldest of them.

        Two queries, for the cases still open and for those that ended later: each uses an index that contains few
        cases, while one query for both would read all cases.
        """
        ended_then = (
            select(func.count())
            .where(
                resolution.c.complaint_id == complaint.c.id,
                resolution.c.ended_at < end,
                or_(
                    resolution.c.verdict.is_(None),
                    resolution.c.verdict.not_in([Verdict.DISPUTED, Verdict.TAKEN_BACK]),
                    resolution.c.verdict_at >= end,
                ),
            )
            .scalar_subquery()
        )
        # Only a reopened case can have ended before its last end. COUNT instead of NOT EXISTS, because PostgreSQL
        # evaluates NOT EXISTS here by reading all resolutions.
        over_then = (complaint.c.reopened > 0) & (ended_then > 0)
        count = 0
        found: list[Any] = []
        for part in (complaint.c.ended_at.is_(None), complaint.c.ended_at >= end):
            where = (part, complaint.c.filed_at < end, ~complaint.c.restricted, ~over_then)
            count += self._connection.execute(
                select(func.count()).select_from(complaint).where(*where)
            ).scalar_one()
            found += self._connection.execute(
                select(
                    complaint.c.number,
                    complaint.c.category,
                    complaint.c.department,
                    complaint.c.filed_at,
                    complaint.c.id,
                )
                .where(*where)
                # The unary plus prevents SQLite from scanning the index of filed_at to get this order:
                # https://sqlite.org/optoverview.html
                .order_by(text("+complaint.filed_at"), complaint.c.id)
                .limit(OLDEST_SHOWN)
            ).all()
        found.sort(key=lambda row: (row.filed_at, row.id))
        return count, tuple(
            OldCase(row.number, row.category, row.department, (end - row.filed_at) // DAY)
            for row in found[:OLDEST_SHOWN]
        )

    def _pushes(self, month: str) -> tuple[int, int]:
        row = self._connection.execute(
            select(push_ledger.c.recipients, push_ledger.c.residents).where(
                push_ledger.c.month == month
            )
        ).first()
        return (row.recipients, row.residents) if row else (0, 0)


def _services(scores: Mapping[str, Counter[int]]) -> tuple[ServiceScore, ...]:
    counts = {service: given.total() for service, given in scores.items()}
    return tuple(
        ServiceScore(service, round(_sum(scores[service]) / count, 2), count)
        for service, count in _most_first(counts)
    )


def is_ordinary(table: Table) -> ColumnElement[bool]:
    """Return the condition that leaves out cases about staff. `table`: complaint or resolution."""
    return ~table.c.restricted


def _sum(scores: Mapping[int, int]) -> int:
    return sum(score * count for score, count in scores.items())


def _counted(pairs: Iterable[tuple[Any, int]]) -> Counter[Any]:
    counts: Counter[Any] = Counter()
    for key, count in pairs:
        counts[key] += count
    return counts


def _count_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


def _most_first(counts: Mapping[Any, int]) -> tuple[tuple[Any, int], ...]:
    """Return (key, count) by descending count, then by key.

    Sorted in Python, because the order of texts in a database depends on its collation.
    """
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _unanswered(end: datetime) -> ColumnElement[bool]:
    return or_(complaint.c.answered_at.is_(None), complaint.c.answered_at >= end)


def _within(column: ColumnElement[Any], start: datetime, end: datetime) -> ColumnElement[bool]:
    return (column >= start) & (column < end)


def as_stored(column: ColumnElement[Any]) -> ColumnElement[int]:
    return type_coerce(column, BigInteger)
