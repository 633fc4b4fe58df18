"""The month on one page: what was received and done, what to decide, who is late, and a place to sign."""

from domain.figures.month_page import (
    Decision,
    DepartmentMonth,
    MonthCounts,
    MonthPage,
    OpenCase,
    Question,
)
from domain.figures.rating_scale import SCORES
from domain.organisation import thai_dates
from domain.statistics.histogram import deviation
from domain.statistics.intervals import mean_margin
from domain.statistics.rounding import half_up
from handlers.core.i18n import Translator
from reports.document import (
    NO_TABLE,
    Chart,
    ChartForm,
    ChartPart,
    ChartRow,
    Document,
    Highlight,
    Section,
    Signature,
    Table,
    TableRow,
    TextCell,
    Tone,
)
from reports.monthly.month import Month


def page_document(month: Month, page: MonthPage) -> Document:
    """Return the page of a month in Thai."""
    now, say = month.now, month.translator.say
    organisation = month.catalog.organisation
    return Document(
        title=say("month_page.title", month=month.name),
        period=now.month,
        office=organisation.name_th,
        headline=_headline(month, page),
        highlights=_highlights(month),
        sections=(
            _to_decide(month, page.decisions),
            _departments(month, page.departments),
            _trend(month, page.trend),
            _topics(month),
            _satisfaction(month),
            _oldest(month, page.oldest),
        ),
        signatures=_signatures(month.translator, organisation.short_th),
        notes=(say("month_page.definition", days=organisation.answer_days),),
    )


def _headline(month: Month, page: MonthPage) -> str:
    now, say = month.now, month.translator.say
    most = max(page.departments, key=lambda one: one.overdue, default=None)
    if most is None or not most.overdue:
        overdue = say("month_page.none_overdue")
    else:
        name = month.catalog.department(most.department).th
        overdue = say("month_page.most_overdue", department=name, count=most.overdue)
    if not now.received:
        return say("month_page.headline_none", overdue=overdue)
    return say(
        "month_page.headline",
        received=now.received,
        answered=now.answered_in_time,
        overdue=overdue,
    )


def _highlights(month: Month) -> tuple[Highlight, ...]:
    now, before, say = month.now, month.before, month.translator.say
    if before.is_blank:
        compared = say("month_page.no_last_month")
    else:
        compared = say("month_page.last_month", count=before.received)
    if now.received:
        share = f"{100 * now.answered_in_time / now.received:.1f}"
        answered = say("month_page.share", share=share)
    else:
        answered = say("month_page.none_received")
    mean = now.satisfaction
    answers = _answers(month)
    return (
        Highlight(say("month_page.received"), str(now.received), compared),
        Highlight(say("month_page.answered"), str(now.answered_in_time), answered),
        Highlight(
            say("month_page.confirmed"),
            str(now.confirmed),
            say("month_page.of_closed", whole=now.closed),
        ),
        Highlight(say("month_page.satisfaction"), "-" if mean is None else f"{mean:.2f}", answers),
    )


def _answers(month: Month) -> str:
    """Return how many answered, and half the 95 % interval of the mean where it exists."""
    now, say = month.now, month.translator.say
    if not now.ratings:
        return say("month_page.no_answers")
    spread = deviation({score: now.scores[score - 1] for score in SCORES})
    margin = mean_margin(spread, now.ratings)
    if margin is None:
        return say("month_page.answers", count=now.ratings)
    return say("month_page.answers_margin", count=now.ratings, margin=half_up(margin))


def _to_decide(month: Month, decisions: tuple[Decision, ...]) -> Section:
    say = month.translator.say
    rows = tuple(
        TableRow(_case(month, one.case), (TextCell(_question(month.translator, one)),))
        for one in decisions
    )
    listing = Table(rows, empty=say("month_page.nothing_to_decide"))
    return Section(say("month_page.decide"), "", (), listing)


def _question(translator: Translator, decision: Decision) -> str:
    """Return what the executive is asked to do about the case."""
    case, say = decision.case, translator.say
    match decision.question:
        case Question.NOBODY_IN_CHARGE:
            return say("month_page.nobody_in_charge")
        case Question.DISPUTED_AGAIN:
            return say("month_page.disputed_again", times=case.reopened)
        case Question.LONG_WAIT:
            reason = say(f"waiting.{case.waiting_for}")
            return say("month_page.long_wait", reason=reason, days=case.days_waiting)
        case Question.OVERDUE:
            return say("month_page.overdue", days=case.days_late)


def _departments(month: Month, departments: tuple[DepartmentMonth, ...]) -> Section:
    say = month.translator.say
    chart = Chart(
        title="",
        form=ChartForm.BARS,
        parts=(
            ChartPart(say("month_page.in_time"), Tone.GOOD),
            ChartPart(say("month_page.late"), Tone.LATE),
            ChartPart(say("month_page.not_due"), Tone.WAITING),
        ),
        rows=tuple(
            ChartRow(
                month.catalog.department(one.department).short_th,
                (one.in_time, one.late, one.not_due),
                say(
                    "month_page.department_line" if one.overdue else "month_page.department_plain",
                    received=one.received,
                    overdue=one.overdue,
                ),
            )
            for one in departments
        ),
        empty=say("month_page.no_departments"),
    )
    return Section(say("month_page.departments"), "", (chart,), NO_TABLE)


def _trend(month: Month, trend: tuple[MonthCounts, ...]) -> Section:
    say = month.translator.say
    chart = Chart(
        title="",
        form=ChartForm.COLUMNS,
        parts=(
            ChartPart(say("month_page.received_short"), Tone.PAST),
            ChartPart(say("month_page.closed_short"), Tone.NOW),
        ),
        rows=tuple(
            ChartRow(thai_dates.short_month(one.month), (one.received, one.closed)) for one in trend
        ),
    )
    return Section(say("month_page.trend"), "", (chart,), NO_TABLE)


def _topics(month: Month) -> Section:
    say = month.translator.say
    chart = Chart(
        title="",
        form=ChartForm.BARS,
        parts=(ChartPart(say("month_page.received"), Tone.NOW),),
        rows=tuple(
            ChartRow(month.catalog.category(key).th, (count,), str(count))
            for key, count in month.now.topics
        ),
        empty=say("month_page.none_received"),
    )
    return Section(say("month_page.topics"), "", (chart,), NO_TABLE)


def _satisfaction(month: Month) -> Section:
    now, say = month.now, month.translator.say
    tones = (Tone.GOOD, Tone.NOW, Tone.PAST, Tone.WAITING, Tone.LATE)
    best_first = sorted(SCORES, reverse=True)
    parts = tuple(
        ChartPart(month.translator.label(f"button.score_{score}"), tone)
        for score, tone in zip(best_first, tones, strict=True)
    )
    rows: tuple[ChartRow, ...] = ()
    if now.satisfaction is not None:
        text = say("month_page.mean", mean=f"{now.satisfaction:.2f}", count=now.ratings)
        values = tuple(now.scores[score - 1] for score in best_first)
        rows = (ChartRow(say("month_page.all_ratings"), values, text),)
    chart = Chart(
        title="",
        form=ChartForm.BARS,
        parts=parts,
        rows=rows,
        note=say("month_page.scores_note"),
        empty=say("month_page.no_answers"),
    )
    return Section(say("month_page.scores"), "", (chart,), NO_TABLE)


def _oldest(month: Month, cases: tuple[OpenCase, ...]) -> Section:
    say = month.translator.say
    rows = tuple(
        TableRow(
            _case(month, case),
            (
                TextCell(_holder(month, case)),
                TextCell(_reason(month.translator, case)),
                TextCell(say("month_page.days", days=case.days)),
            ),
        )
        for case in cases
    )
    columns = (
        say("month_page.oldest_case"),
        say("month_page.oldest_holder"),
        say("month_page.oldest_reason"),
        say("month_page.oldest_days"),
    )
    return Section(
        say("month_page.oldest"), "", (), Table(rows, columns, empty=say("month.none_open"))
    )


def _case(month: Month, case: OpenCase) -> str:
    category = month.catalog.category(case.category).th
    return month.translator.say("month_page.case", number=case.number, category=category)


def _holder(month: Month, case: OpenCase) -> str:
    officer = case.officer or month.translator.say("month_page.nobody")
    department = month.catalog.department(case.department).short_th
    return month.translator.say("month_page.holder", department=department, officer=officer)


def _reason(translator: Translator, case: OpenCase) -> str:
    if case.waiting_for:
        reason = translator.say(f"waiting.{case.waiting_for}")
        return translator.say("month_page.waits", reason=reason, days=case.days_waiting)
    if case.days_late:
        return translator.say("month_page.late_days", days=case.days_late)
    return translator.say("month_page.in_progress")


def _signatures(translator: Translator, office: str) -> tuple[Signature, ...]:
    say = translator.say
    return (
        Signature(say("month_page.reporter")),
        Signature(say("month_page.clerk", office=office), (say("month_page.opinion"),)),
        Signature(say("month_page.mayor", office=office), (say("month_page.order"),)),
    )
