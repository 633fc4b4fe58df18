"""Read-only counts for reports, as things stood at an instant, so that counting again gives the same."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    case,
    exists,
    func,
    or_,
    select,
    text,
    type_coerce,
)

from domain.complaint import Status, Verdict
from domain.month import MonthFigures, OldCase, ServiceScore
from domain.satisfaction import SCORES
from storage.tables import complaint, ending, push_ledger, rating

OLDEST_SHOWN = 5
TOPICS_SHOWN = 5
DAY = timedelta(days=1)


class Figures:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def month(self, month: str, start: datetime, end: datetime) -> MonthFigures:
        """The figures of the month from `start` to just before `end`, as they stood at `end`."""
        filed = _within(complaint.c.filed_at, start, end) & ~complaint.c.restricted
        in_time, not_due, received = self._answers(filed, end)
        ended = _within(ending.c.ended_at, start, end) & ~ending.c.restricted
        closed = ended & (ending.c.status == Status.CLOSED)
        median, closed_count = self._median_days(closed)
        judged = ending.c.verdict_at < end
        unjudged = or_(ending.c.verdict_at.is_(None), ending.c.verdict_at >= end)
        open_at_end = _open_at(end)
        rated = (
            _within(rating.c.rated_at, start, end)
            & or_(rating.c.replaced_at.is_(None), rating.c.replaced_at >= end)
            & ~exists().where(complaint.c.id == rating.c.complaint_id, complaint.c.restricted)
        )
        scores = self._scores(rated)
        ratings = sum(scores.values())
        total = sum(score * count for score, count in scores.items())
        disputed = (
            _within(ending.c.verdict_at, start, end)
            & (ending.c.verdict == Verdict.DISPUTED)
            & ~ending.c.restricted
        )
        pushes, to_reporters = self._pushes(month)
        return MonthFigures(
            month=month,
            received=received,
            answered_in_time=in_time,
            answer_not_due=not_due,
            answered_late=received - in_time - not_due,
            closed=closed_count,
            confirmed=self._endings(closed & judged & (ending.c.verdict == Verdict.CONFIRMED)),
            unconfirmed=self._endings(closed & unjudged & (ending.c.expired_at < end)),
            disputed=self._endings(disputed),
            reopened=self._reopened(disputed),
            withdrawn=self._endings(ended & (ending.c.status == Status.WITHDRAWN)),
            not_ours=self._endings(ended & (ending.c.status == Status.NOT_OURS)),
            median_days=median,
            open_at_end=sum(self._count(part) for part in open_at_end),
            oldest=self._oldest(open_at_end, end),
            satisfaction=round(total / ratings, 2) if ratings else None,
            ratings=ratings,
            scores=tuple(scores[score] for score in sorted(SCORES)),
            reasons=self._reasons(rated),
            services=self._services(rated),
            topics=self._top(complaint.c.category, filed),
            villages=self._top(complaint.c.village, filed & complaint.c.village.is_not(None)),
            restricted=self._count(
                _within(complaint.c.filed_at, start, end) & complaint.c.restricted
            ),
            pushes=pushes,
            pushes_to_reporters=to_reporters,
        )

    def _count(self, where: ColumnElement[bool]) -> int:
        return (
            self._connection.scalar(select(func.count()).select_from(complaint).where(where)) or 0
        )

    def _endings(self, where: ColumnElement[bool]) -> int:
        return self._connection.scalar(select(func.count()).select_from(ending).where(where)) or 0

    def _answers(self, filed: ColumnElement[bool], end: datetime) -> tuple[int, int, int]:
        answered = complaint.c.answered_at < end
        in_time = answered & (complaint.c.answered_at <= complaint.c.answer_by)
        unanswered = or_(complaint.c.answered_at.is_(None), complaint.c.answered_at >= end)
        row = self._connection.execute(
            select(
                func.coalesce(func.sum(case((in_time, 1), else_=0)), 0),
                func.coalesce(
                    func.sum(case((unanswered & (complaint.c.answer_by >= end), 1), else_=0)), 0
                ),
                func.count(),
            ).where(filed)
        ).one()
        return int(row[0]), int(row[1]), int(row[2])

    def _median_days(self, closed: ColumnElement[bool]) -> tuple[float | None, int]:
        count = self._endings(closed)
        if not count:
            return None, 0
        # The instants are whole milliseconds in both databases, so their difference is exact.
        took = (_raw(ending.c.ended_at) - _raw(ending.c.filed_at)).label("took")
        middle = self._connection.scalars(
            select(took)
            .where(closed)
            .order_by(took)
            .offset((count - 1) // 2)
            .limit(1 if count % 2 else 2)
        ).all()
        days = sum(middle) / len(middle) / (DAY / timedelta(milliseconds=1))
        return round(days, 1), count

    def _oldest(
        self, open_at_end: Sequence[ColumnElement[bool]], end: datetime
    ) -> tuple[OldCase, ...]:
        rows = [
            row
            for part in open_at_end
            for row in self._connection.execute(
                select(
                    complaint.c.number,
                    complaint.c.category,
                    complaint.c.department,
                    complaint.c.filed_at,
                    complaint.c.id,
                )
                .where(part)
                # The plus keeps SQLite from walking the history in the order of its index instead.
                .order_by(text("+complaint.filed_at"), complaint.c.id)
                .limit(OLDEST_SHOWN)
            )
        ]
        rows = sorted(rows, key=lambda row: (row.filed_at, row.id))[:OLDEST_SHOWN]
        return tuple(
            OldCase(row.number, row.category, row.department, (end - row.filed_at) // DAY)
            for row in rows
        )

    def _reopened(self, disputed: ColumnElement[bool]) -> int:
        """Cases, however often each."""
        cases = select(func.count(ending.c.complaint_id.distinct())).where(disputed)
        return self._connection.scalar(cases) or 0

    def _scores(self, rated: ColumnElement[bool]) -> Counter[int]:
        rows = self._connection.execute(
            select(rating.c.score, func.count()).where(rated).group_by(rating.c.score)
        )
        return Counter({row[0]: row[1] for row in rows})

    def _reasons(self, rated: ColumnElement[bool]) -> tuple[tuple[str, int], ...]:
        given = self._connection.scalars(
            select(rating.c.reasons).where(rated & (rating.c.reasons != ""))
        )
        counts = Counter(reason for reasons in given for reason in reasons.split(","))
        return _most_first(counts.items())

    def _services(self, rated: ColumnElement[bool]) -> tuple[ServiceScore, ...]:
        service = func.coalesce(rating.c.service, "")
        rows = self._connection.execute(
            select(service, func.sum(rating.c.score), func.count()).where(rated).group_by(service)
        )
        scores = {
            row[0]: ServiceScore(row[0], round(int(row[1]) / row[2], 2), row[2]) for row in rows
        }
        counts = _most_first((key, score.ratings) for key, score in scores.items())
        return tuple(scores[key] for key, _ in counts)

    def _pushes(self, month: str) -> tuple[int, int]:
        row = self._connection.execute(
            select(push_ledger.c.recipients, push_ledger.c.residents).where(
                push_ledger.c.month == month
            )
        ).first()
        return (row.recipients, row.residents) if row else (0, 0)

    def _top(
        self, column: ColumnElement[Any], where: ColumnElement[bool]
    ) -> tuple[tuple[Any, int], ...]:
        rows = self._connection.execute(select(column, func.count()).where(where).group_by(column))
        return _most_first((row[0], row[1]) for row in rows)[:TOPICS_SHOWN]


def _most_first(counts: Iterable[tuple[Any, int]]) -> tuple[tuple[Any, int], ...]:
    """Sorted here: a database puts equal counts in the order of its own language."""
    return tuple(sorted(counts, key=lambda pair: (-pair[1], pair[0])))


def _within(column: ColumnElement[Any], start: datetime, end: datetime) -> ColumnElement[bool]:
    return (column >= start) & (column < end)


def _open_at(end: datetime) -> tuple[ColumnElement[bool], ...]:
    """Filed before, and not over then: a case reopened since was over in between.

    In two parts, those open still and those that ended later: each has an index that leads straight to
    its few cases, where asking for both at once reads the whole history.
    """
    over_then = exists().where(
        ending.c.complaint_id == complaint.c.id,
        ending.c.ended_at < end,
        or_(
            ending.c.verdict.is_(None),
            ending.c.verdict != Verdict.DISPUTED,
            ending.c.verdict_at >= end,
        ),
    )
    open_then = (complaint.c.filed_at < end) & ~complaint.c.restricted & ~over_then
    return (complaint.c.ended_at.is_(None) & open_then, (complaint.c.ended_at >= end) & open_then)


def _raw(column: ColumnElement[Any]) -> ColumnElement[int]:
    return type_coerce(column, BigInteger)
