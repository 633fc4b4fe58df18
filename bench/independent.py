"""Computes the figures of a generated year a second time, with pandas and from the tables alone.

Nothing of the product's own arithmetic is used: only its tables, and the keys of the months.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import text

from domain.figures.report_life import Issue
from domain.organisation.periods import parse_period
from storage.store import Store

Facts = Mapping[str, Any]
"""The figures of a report as they are stored."""
Found = Iterator[tuple[str, Any, Any]]
"""What is compared, what the report says, and what pandas says."""
TOLERANCE = 1e-9
DAY = 86_400_000
"""Milliseconds."""
CASES = """
    SELECT c.*, o.source FROM complaint c LEFT JOIN case_origin o ON o.complaint_id = c.id
    WHERE NOT c.restricted
"""
ENDINGS = "SELECT * FROM resolution WHERE NOT restricted AND status = 'closed'"
ANSWERS = """
    SELECT a.*, d.kind FROM answer a JOIN survey_door d ON d.id = a.door_id
    WHERE a.code IS NOT NULL AND a.replaced_at IS NULL
"""


def differences(store: Store, issues: Mapping[str, Issue]) -> list[str]:
    """Return what the reports say and pandas does not; nothing where they agree.

    `issues`: reports by code, of which those of CHECKS are compared.
    """
    tables = _Tables(store)
    return [
        f"{code} {what}: {said!r}, pandas {computed!r}"
        for code, check in CHECKS.items()
        if code in issues
        for what, said, computed in check(tables, json.loads(issues[code].figures), issues[code])
        if not _is_equal(said, computed)
    ]


def _is_equal(said: object, computed: object) -> bool:
    if isinstance(said, float) and isinstance(computed, float):
        return abs(said - computed) <= TOLERANCE
    return said == computed


class _Tables:
    """The rows of the year. Times are in milliseconds."""

    def __init__(self, store: Store) -> None:
        with store.engine.connect() as connection:
            self.cases, self.endings, self.answers = (
                pd.read_sql_query(text(query), connection) for query in (CASES, ENDINGS, ANSWERS)
            )

    def filed(self, period: str) -> pd.DataFrame:
        """The ordinary cases filed in a period, and whether they were done at its end."""
        start, end = _bounds(period)
        found = self.cases[self.cases.filed_at.between(start, end, inclusive="left")]
        return found.assign(done=found.ended_at < end)

    def scores(self, period: str) -> pd.DataFrame:
        """The answers to the question about the whole in a period."""
        start, end = _bounds(period)
        given = self.answers[self.answers.question == "overall"]
        return given[given.submitted_at.between(start, end, inclusive="left")]


def _bounds(period: str) -> tuple[int, int]:
    start, end = parse_period(period).bounds
    return _milliseconds(start), _milliseconds(end)


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _month(tables: _Tables, facts: Facts, issue: Issue) -> Found:
    now, page = facts["month"], facts["page"]
    start, end = _bounds(issue.period)
    filed = tables.filed(issue.period)
    in_time = (filed.answered_at < end) & (filed.answered_at <= filed.answer_by)
    waits = ~(filed.answered_at < end) & (filed.answer_by >= end)
    yield "received", now["received"], len(filed)
    yield "in time", now["answered_in_time"], int(in_time.sum())
    yield "not due", now["answer_not_due"], int(waits.sum())
    yield "late", now["answered_late"], int((~in_time & ~waits).sum())
    ended = tables.endings[tables.endings.ended_at.between(start, end, inclusive="left")]
    yield "closed", now["closed"], len(ended)
    yield "confirmed", now["confirmed"], int((ended.verdict_at < end).sum())
    median = ((ended.ended_at - ended.filed_at) / DAY).median()
    yield "median days", now["median_days"], round(float(median), 1)
    before = tables.cases[tables.cases.filed_at < end]
    still_open = before[~(before.ended_at < end)]
    yield "open", now["open_at_end"], len(still_open)
    overdue = still_open[still_open.due_at < end].groupby("department").size().to_dict()
    sections = {one["department"]: one for one in page["departments"]}
    yield (
        "overdue by section",
        {key: one["overdue"] for key, one in sections.items() if one["overdue"]},
        overdue,
    )
    yield (
        "received by section",
        {key: one["received"] for key, one in sections.items() if one["received"]},
        filed.groupby("department").size().to_dict(),
    )
    scores = tables.scores(issue.period).code
    yield "answers", now["ratings"], len(scores)
    yield "mean", now["satisfaction"], round(float(scores.mean()), 2)


def _statistics(tables: _Tables, facts: Facts, issue: Issue) -> Found:
    filed = tables.filed(issue.period)
    ways = filed.source.fillna("line")
    by: dict[str, pd.Series] = {
        "categories": filed.category,
        "sources": ways,
        "villages": filed.village,
    }
    yield "total", facts["total"], {"received": len(filed), "done": int(filed.done.sum())}
    for name, column in by.items():
        told = {str(key): (one["received"], one["done"]) for key, one in facts[name]}
        names = column.map(lambda value: "None" if pd.isna(value) else _plain(value))
        grouped = filed.done.groupby(names).agg(["size", "sum"])
        computed = {key: (int(row["size"]), int(row["sum"])) for key, row in grouped.iterrows()}
        yield name, {key: one for key, one in told.items() if any(one)}, computed
    for month, count in facts["months"]:
        part = tables.filed(month)
        yield month, count["received"], len(part)


def _services(tables: _Tables, facts: Facts, issue: Issue) -> Found:
    scores = tables.scores(issue.period)
    computed = scores.groupby("service").code.agg(["size", "mean"])
    told = {one["service"]: one for one in facts["services"] if one["n"]}
    yield "services", sorted(told), sorted(computed.index)
    for key, row in computed.iterrows():
        yield f"answers of {key}", told[key]["n"], int(row["size"])
        yield f"mean of {key}", told[key]["mean"], float(row["mean"])
        yield f"per cent of {key}", told[key]["percent"], float(row["mean"]) * 20


def _satisfaction(tables: _Tables, facts: Facts, _: Issue) -> Found:
    figures = facts["rounds"][0]["figures"]
    by_question = tables.answers.groupby("question").code.agg(["size", "mean", "std"])
    for one in figures["questions"]:
        if one["levels"]:
            row = by_question.loc[one["key"]]
            yield f"answers to {one['key']}", one["n"], int(row["size"])
            yield f"mean of {one['key']}", one["mean"], float(row["mean"])
            yield f"deviation of {one['key']}", one["deviation"], float(row["std"])
    means = {one["key"]: one["mean"] for one in figures["questions"]}
    for aspect in figures["aspects"]:
        own = [means[key] for key in aspect["questions"]]
        yield f"mean of aspect {aspect['key']}", aspect["mean"], sum(own) / len(own)


def _plain(value: object) -> str:
    """Return a key as text. pandas makes a column of whole numbers with gaps one of fractions."""
    return str(int(value)) if isinstance(value, float) else str(value)


def _memo(tables: _Tables, facts: Facts, issue: Issue) -> Found:
    filed = tables.filed(issue.period)
    yield "received", facts["received"], len(filed)
    yield "done", facts["done"], int(filed.done.sum())
    yield "mean", facts["mean"], float(tables.scores(issue.period).code.mean())


def _register(tables: _Tables, facts: Facts, issue: Issue) -> Found:
    filed = tables.filed(issue.period).sort_values(["filed_at", "id"])
    yield "lines", [one["number"] for one in facts["lines"]], list(filed.number)


CHECKS: Mapping[str, Callable[[_Tables, Facts, Issue], Found]] = {
    "M1": _month,
    "M2": _statistics,
    "M4": _services,
    "M5": _satisfaction,
    "M8": _memo,
    "M9": _register,
}
"""What is computed again, by the code of the report."""
