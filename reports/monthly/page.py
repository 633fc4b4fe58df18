"""The one-page monthly report: cases received and done, decisions, overdue departments, and signatures."""

from collections.abc import Mapping, Sequence

from domain.anonymity import LEAST_SHOWN
from domain.figures.month_page import AspectMonth, DepartmentMonth, MonthCounts, MonthPage
from domain.figures.rating_scale import SCORES
from domain.organisation import thai_dates
from domain.statistics.histogram import deviation, mean
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
    Tone,
)
from reports.monthly.month import Month, has_enough_answers, why_no_score
from reports.monthly.open_cases import oldest, to_decide
from reports.places_to_sign import place


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
            to_decide(month, page.decisions),
            _departments(month, page.departments),
            _trend(month, page.trend),
            topics(month, month.now.topics),
            _satisfaction(month, page),
            oldest(month, page.oldest),
        ),
        signatures=_signatures(month.translator, organisation.name_th),
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
    score = now.satisfaction if has_enough_answers(now) else None
    return (
        Highlight(
            say("month_page.received"),
            f"{now.received:,}",
            _compared(month, now.received - before.received),
        ),
        Highlight(say("month_page.answered"), f"{now.answered_in_time:,}", _answered(month)),
        Highlight(
            say("month_page.confirmed"),
            f"{now.confirmed:,}",
            say("month_page.of_closed", whole=now.closed)
            if before.is_blank
            else _arrow(now.confirmed, before.confirmed)
            + say("month_page.of_closed_compared", whole=now.closed, before=before.confirmed),
        ),
        Highlight(
            say("month_page.satisfaction"),
            "-" if score is None else f"{score:.2f}",
            _answers(month),
        ),
    )


def _compared(month: Month, more: int) -> str:
    """Return how many more or fewer than in the month before."""
    say = month.translator.say
    if month.before.is_blank:
        return say("month_page.no_last_month")
    if not more:
        return say("month_page.as_last_month")
    key = "month_page.more_than_last" if more > 0 else "month_page.fewer_than_last"
    compared = say(key, count=abs(more), before=month.before.received)
    return _arrow(month.now.received, month.before.received) + compared


def _arrow(now: float, before: float) -> str:
    """Return an arrow up or down before the words of a comparison; nothing for equal figures.

    The mean of the answers has none: within its margin a change means nothing.
    """
    return "" if now == before else "▲ " if now > before else "▼ "


def _answered(month: Month) -> str:
    """Return the share of cases answered in time, with that of the month before."""
    now, before, say = month.now, month.before, month.translator.say
    if not now.received:
        return say("month_page.none_received")
    share = 100 * now.answered_in_time / now.received
    if not before.received:
        return say("month_page.share", share=f"{share:.1f}")
    earlier = 100 * before.answered_in_time / before.received
    compared = say("month_page.share_compared", share=f"{share:.1f}", before=f"{earlier:.1f}")
    return _arrow(round(share, 1), round(earlier, 1)) + compared


def _answers(month: Month) -> str:
    """Return the number of answers, and half the 95 % interval of the mean if it exists."""
    now, say = month.now, month.translator.say
    if not (has_enough_answers(now) and now.scores):
        return why_no_score(month, now)
    spread = deviation({score: now.scores[score - 1] for score in SCORES})
    margin = mean_margin(spread, now.ratings)
    if margin is None:
        answers = say("month_page.answers", count=now.ratings)
    else:
        answers = say("month_page.answers_margin", count=now.ratings, margin=half_up(margin))
    before = month.before
    if before.satisfaction is None or not has_enough_answers(before):
        return answers
    return say("month_page.score_compared", answers=answers, before=f"{before.satisfaction:.2f}")


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
                _department_text(month, one),
            )
            for one in departments
        ),
        note=say("month_page.departments_note") if departments else "",
        empty=say("month_page.no_departments"),
    )
    return Section(say("month_page.departments"), "", (chart,), NO_TABLE)


def _department_text(month: Month, one: DepartmentMonth) -> str:
    """Return the cases of a department, with those open past their due date and those withdrawn unanswered."""
    say = month.translator.say
    line = say(
        "month_page.department_line" if one.overdue else "month_page.department_plain",
        received=one.received,
        overdue=one.overdue,
    )
    withdrawn = one.received - one.in_time - one.late - one.not_due
    return say("month_page.department_withdrawn", line=line, count=withdrawn) if withdrawn else line


def _trend(month: Month, trend: tuple[MonthCounts, ...]) -> Section:
    say = month.translator.say
    # Months before the office used the bot are not shown as zeros.
    first = next((at for at, one in enumerate(trend) if one.received or one.closed), len(trend))
    chart = Chart(
        title="",
        form=ChartForm.COLUMNS,
        parts=(
            ChartPart(say("month_page.received_short"), Tone.PAST),
            ChartPart(say("month_page.closed_short"), Tone.NOW),
        ),
        rows=tuple(
            ChartRow(
                thai_dates.short_month(one.month), (one.received, one.closed) if at >= first else ()
            )
            for at, one in enumerate(trend)
        )
        if first < len(trend)
        else (),
        empty=say("month_page.none_received"),
    )
    return Section(say("month_page.trend"), "", (chart,), NO_TABLE)


def topics(month: Month, counts: Sequence[tuple[str, int]]) -> Section:
    """Return the section of the most frequent categories."""
    say = month.translator.say
    chart = Chart(
        title="",
        form=ChartForm.BARS,
        parts=(ChartPart(say("month_page.received"), Tone.NOW),),
        rows=tuple(
            ChartRow(month.catalog.category(key).th, (count,), f"{count:,}")
            for key, count in counts
        ),
        empty=say("month_page.none_received"),
    )
    return Section(say("month_page.topics"), "", (chart,), NO_TABLE)


def _satisfaction(month: Month, page: MonthPage) -> Section:
    now, say = month.now, month.translator.say
    tones = (Tone.GOOD, Tone.NOW, Tone.PAST, Tone.WAITING, Tone.LATE)
    aspects = (AspectMonth(say("month_page.all_ratings"), now.scores), *page.aspects)
    shown = [one for one in aspects if sum(one.scores) >= LEAST_SHOWN]
    best_first = sorted(SCORES, reverse=True)
    chart = Chart(
        title="",
        form=ChartForm.SHARES,
        parts=tuple(
            ChartPart(month.translator.label(f"button.score_{score}"), tone)
            for score, tone in zip(best_first, tones, strict=True)
        ),
        rows=tuple(_scores(month, one.th, one.scores) for one in shown),
        note=say("month_page.scores_note") if shown else "",
        empty=why_no_score(month, now),
    )
    unread = page.unread_words
    words = say("month_page.unread" if unread else "month_page.none_unread", count=unread)
    return Section(say("month_page.scores"), "", (chart,), NO_TABLE, (words,))


def _scores(month: Month, label: str, scores: Sequence[int]) -> ChartRow:
    """Return the bar with the counts of each score. `scores`: counts of 1 to 5."""
    counts: Mapping[int, int] = {score: scores[score - 1] for score in SCORES}
    average, spread = mean(counts), deviation(counts)
    assert average is not None
    text = month.translator.say(
        "month_page.mean",
        mean=half_up(average),
        deviation="-" if spread is None else half_up(spread),
        count=sum(scores),
    )
    return ChartRow(label, tuple(reversed(scores)), text)


def _signatures(translator: Translator, office: str) -> tuple[Signature, ...]:
    say = translator.say
    return (
        place(translator, say("month_page.reporter")),
        place(translator, say("month_page.clerk", office=office), say("month_page.opinion"), ""),
        place(translator, say("month_page.mayor", office=office), say("month_page.order"), ""),
    )
