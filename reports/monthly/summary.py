"""The summary of a month: what came, what became of it and what is still open."""

from collections.abc import Iterable, Mapping

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
from reports.monthly.month import NONE, Month, count_cell, days_cell, score_cell

TEXTS = (
    "month.heading",
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
    "month.restricted",
    "month.pushes",
    "month.per_case",
    "month.no_limit",
    "month.oldest",
    "month.none_open",
)
"""Sentences without facts, looked up together."""


def summary(month: Month, paragraphs: tuple[str, ...]) -> Section:
    now, say = month.now, month.translator.say
    texts = month.translator.texts(TEXTS)
    measures = (
        month.measure(texts["month.received"], lambda one: count_cell(one.received)),
        _answered(month, texts),
        month.measure(texts["month.closed"], lambda one: count_cell(one.closed)),
        _endings(month, texts),
        month.measure(texts["month.median"], lambda one: days_cell(month, one.median_days)),
        month.measure(texts["month.open"], lambda one: count_cell(one.open_at_end)),
        month.measure(texts["month.satisfaction"], lambda one: score_cell(month, one)),
    )
    topics = ((month.catalog.category(key).th, count) for key, count in now.topics)
    labels = {village.number: village.label for village in month.catalog.organisation.villages}
    villages = ((labels.get(number, str(number)), count) for number, count in now.villages)
    restricted = month.measure(texts["month.restricted"], lambda one: count_cell(one.restricted))
    return Section(
        heading=texts["month.heading"],
        summary=say(
            "month.alt", month=month.name, received=now.received, answered=now.answered_in_time
        ),
        figures=(
            Table(measures, month.columns),
            Series(texts["month.topics"], _points(month, topics)),
            Series(texts["month.villages"], _points(month, villages)),
            Table((restricted, _pushes(month, texts)), month.columns),
        ),
        listing=_oldest(month, texts),
        paragraphs=paragraphs,
    )


def _answered(month: Month, texts: Mapping[str, str]) -> TableRow:
    now, say = month.now, month.translator.say

    def in_time(one: MonthFigures) -> Cell:
        part, whole = one.answered_in_time, one.received
        return ShareCell(say("month.share", part=part, whole=whole), part, whole)

    return TableRow(
        label=texts["month.answered"],
        cells=month.against_last(in_time),
        parts=(
            TableRow(texts["month.not_due"], (count_cell(now.answer_not_due),)),
            TableRow(texts["month.late"], (count_cell(now.answered_late),)),
            TableRow(texts["month.taken_back"], (count_cell(now.taken_back),)),
        ),
        definition=say("month.footnote", days=month.catalog.organisation.answer_days),
    )


def _endings(month: Month, texts: Mapping[str, str]) -> TableRow:
    """What the reporters found; its total, the closed cases, has a row of its own."""
    now = month.now
    confirmed = month.against_last(lambda one: count_cell(one.confirmed))
    return TableRow(
        label=texts["month.endings"],
        parts=(
            TableRow(texts["month.confirmed"], confirmed),
            TableRow(texts["month.disputed"], (count_cell(now.disputed),)),
            TableRow(texts["month.unconfirmed"], (count_cell(now.unconfirmed),)),
            TableRow(texts["month.reopened"], (count_cell(now.reopened),)),
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
        cells=(sent, *month.against_last(lambda one: count_cell(one.pushes))[1:]),
        parts=(TableRow(texts["month.per_case"], (of_a_case,)),),
    )


def _oldest(month: Month, texts: Mapping[str, str]) -> Table:
    """The cases that are open the longest, with their category and days since they were filed."""
    return Table(
        title=texts["month.oldest"],
        rows=tuple(
            TableRow(
                case.number,
                (TextCell(month.catalog.category(case.category).th), days_cell(month, case.days)),
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
