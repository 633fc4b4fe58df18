"""The summary section of a monthly report: cases received, answered, closed and open, and pushes."""

from collections.abc import Callable, Iterable, Mapping

from domain.figures.monthly_figures import MonthFigures
from reports.document import (
    Cell,
    NumberCell,
    Point,
    Section,
    Series,
    ShareCell,
    Table,
    TableRow,
    TextCell,
)
from reports.monthly.month import NONE, Month, score_cell

TEXTS = (
    "month.heading",
    "month.last_month",
    "month.last_year",
    "month.received",
    "month.answered",
    "month.not_due",
    "month.late",
    "month.taken_back",
    "month.closed",
    "month.endings",
    "month.confirmed",
    "month.disputed",
    "month.unconfirmed",
    "month.reopened",
    "month.median",
    "month.open",
    "month.satisfaction",
    "month.topics",
    "month.villages",
    "month.questions",
    "month.questions_answered",
    "month.praise",
    "month.suggestions",
    "month.staff_complaints",
    "month.pushes",
    "month.per_case",
    "month.no_limit",
    "month.oldest",
    "month.none_open",
)
"""Word keys of the sentences without placeholders."""


def summary(month: Month, paragraphs: tuple[str, ...]) -> Section:
    """Return the section. `paragraphs`: sentences for its end."""
    now, say = month.now, month.translator.say
    texts = month.translator.texts(TEXTS)
    columns, compared = _columns(month, texts)

    def measure(label: str, cell: Callable[[MonthFigures], Cell]) -> TableRow:
        return TableRow(label, tuple(map(cell, compared)))

    measures = (
        measure(texts["month.received"], lambda one: _count(one.received)),
        _answered(month, texts),
        measure(texts["month.closed"], lambda one: _count(one.closed)),
        _endings(month, texts),
        measure(texts["month.median"], lambda one: _days(month, one.median_days)),
        measure(texts["month.open"], lambda one: _count(one.open_at_end)),
        measure(texts["month.satisfaction"], lambda one: score_cell(month, one)),
    )
    topics = ((month.catalog.category(key).th, count) for key, count in now.topics)
    labels = {village.number: village.label for village in month.catalog.organisation.villages}
    villages = ((labels.get(number, str(number)), count) for number, count in now.villages)
    about_staff = measure(
        texts["month.staff_complaints"], lambda one: _staff_complaints(month, one)
    )
    return Section(
        heading=texts["month.heading"],
        summary=say(
            "month.alt", month=month.name, received=now.received, answered=now.answered_in_time
        ),
        figures=(
            Table(measures, columns),
            Series(texts["month.topics"], _points(month, topics)),
            Series(texts["month.villages"], _points(month, villages)),
            Table((*_inquiries(month, texts), about_staff, _pushes(month, texts)), columns),
        ),
        listing=_oldest(month, texts),
        paragraphs=paragraphs,
    )


def _columns(
    month: Month, texts: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[MonthFigures, ...]]:
    """Return the titles of the columns and the figures of the compared months, without blank ones at the end."""
    if month.year is not None:
        titles = (month.name, texts["month.last_month"], texts["month.last_year"])
        return titles, (month.now, month.before, month.year)
    if month.before.is_blank:
        return (month.name,), (month.now,)
    return (month.name, texts["month.last_month"]), (month.now, month.before)


def _against_last(month: Month, cell: Callable[[MonthFigures], Cell]) -> tuple[Cell, ...]:
    """Return the cells of this month and, unless it is blank, of the month before."""
    if month.before.is_blank:
        return (cell(month.now),)
    return cell(month.now), cell(month.before)


def _answered(month: Month, texts: Mapping[str, str]) -> TableRow:
    now, say = month.now, month.translator.say

    def in_time(one: MonthFigures) -> Cell:
        part, whole = one.answered_in_time, one.received
        return ShareCell(say("month.share", part=part, whole=whole), part, whole)

    return TableRow(
        label=texts["month.answered"],
        cells=_against_last(month, in_time),
        parts=(
            TableRow(texts["month.not_due"], (_count(now.answer_not_due),)),
            TableRow(texts["month.late"], (_count(now.answered_late),)),
            TableRow(texts["month.taken_back"], (_count(now.taken_back),)),
        ),
        definition=say("month.footnote", days=month.catalog.organisation.answer_days),
    )


def _endings(month: Month, texts: Mapping[str, str]) -> TableRow:
    """Return the row of the reporters' verdicts. It has no total: the closed cases are in another row."""
    now = month.now
    confirmed = _against_last(month, lambda one: _count(one.confirmed))
    return TableRow(
        label=texts["month.endings"],
        parts=(
            TableRow(texts["month.confirmed"], confirmed),
            TableRow(texts["month.disputed"], (_count(now.disputed),)),
            TableRow(texts["month.unconfirmed"], (_count(now.unconfirmed),)),
            TableRow(texts["month.reopened"], (_count(now.reopened),)),
        ),
    )


def _inquiries(month: Month, texts: Mapping[str, str]) -> tuple[TableRow, ...]:
    """Return the rows of questions, praise and suggestions; empty for a month without any."""
    now = month.now
    if not (now.questions or now.praise or now.suggestions):
        return ()
    answered = TableRow(texts["month.questions_answered"], (_count(now.questions_answered),))
    return (
        TableRow(
            texts["month.questions"],
            _against_last(month, lambda one: _count(one.questions)),
            parts=(answered,),
        ),
        TableRow(texts["month.praise"], _against_last(month, lambda one: _count(one.praise))),
        TableRow(
            texts["month.suggestions"], _against_last(month, lambda one: _count(one.suggestions))
        ),
    )


def _pushes(month: Month, texts: Mapping[str, str]) -> TableRow:
    now, say = month.now, month.translator.say
    plan = texts["month.no_limit"] if now.message_plan is None else now.message_plan
    sent = NumberCell(say("month.pushes_value", pushes=now.pushes, plan=plan), now.pushes)
    per_case = now.pushes_per_case
    average = NONE if per_case is None else f"{per_case:g}"
    of_a_case = NumberCell(say("month.per_case_value", average=average), per_case)
    return TableRow(
        label=texts["month.pushes"],
        cells=(sent, *_against_last(month, lambda one: _count(one.pushes))[1:]),
        parts=(TableRow(texts["month.per_case"], (of_a_case,)),),
    )


def _oldest(month: Month, texts: Mapping[str, str]) -> Table:
    """Return the list of the oldest open cases with their category and the days since they were filed."""
    return Table(
        title=texts["month.oldest"],
        rows=tuple(
            TableRow(
                case.number,
                (TextCell(month.catalog.category(case.category).th), _days(month, case.days)),
            )
            for case in month.now.oldest
        ),
        empty=texts["month.none_open"],
    )


def _points(month: Month, counted: Iterable[tuple[str, int]]) -> tuple[Point, ...]:
    say = month.translator.say
    return tuple(
        Point(name, count, say("month.counted", name=name, count=count)) for name, count in counted
    )


def _count(value: int) -> NumberCell:
    return NumberCell(str(value), value)


def _staff_complaints(month: Month, one: MonthFigures) -> Cell:
    """Return the published number of staff complaints: of a half-year, or of a month with many."""
    say, counts = month.translator.say, one.staff_complaints
    if counts.half_year is not None:
        return TextCell(say("month.staff_half_year", count=counts.half_year))
    return TextCell(say("month.staff_not_told")) if counts.month is None else _count(counts.month)


def _days(month: Month, days: float | None) -> NumberCell:
    text = NONE if days is None else month.translator.say("month.days", days=f"{days:g}")
    return NumberCell(text, days)
