"""The month: counted, frozen for ever, and told to the executives and the EIT section."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from domain.errors import Refused
from domain.figures import monthly_figures as months
from domain.figures.monthly_figures import MonthFigures
from domain.figures.rating_scale import NEEDS_A_REASON, SCORES
from domain.organisation.calendar import (
    bangkok,
    month_before,
    month_bounds,
    month_key,
    same_month_last_year,
)
from domain.organisation.officers import DEPARTMENTAL, EXECUTIVES, Officer
from handlers.core import dates
from handlers.core.i18n import Voice
from handlers.core.messages import Card, Row, Tone
from handlers.core.unit_of_work import Desk
from storage.queues.job_runs import FrozenMonth

REPORT_HOUR = timedelta(hours=8)
"""After the first midnight of the next month, Bangkok time."""


def figures_of(desk: Desk, month: str) -> MonthFigures:
    """A month's figures: as they were frozen, else as they would be frozen now. Key such as 2569-10."""
    frozen = desk.tx.jobs.frozen_month(month)
    if frozen is not None:
        return months.from_json(frozen.figures)
    start, end = month_bounds(month)
    plan = desk.tx.plan.allowance(month, desk.office.catalog.organisation.message_plan)
    return replace(desk.tx.figures.month(month, start, end), message_plan=plan)


def report(desk: Desk, month: str) -> bool:
    """Freeze a month that is over and tell everyone it is for; False when that has been done.

    Refuses with month_not_over.
    """
    if month >= month_key(bangkok(desk.now).date()):
        raise Refused("month_not_over", month=dates.month(month))
    figures = figures_of(desk, month)
    frozen = FrozenMonth(month, figures.to_json(), figures.sha256)
    if not desk.tx.jobs.freeze_month(frozen, desk.now):
        return False
    page, survey = (
        _after_a_restore(desk, month_card(desk, figures), month),
        survey_card(desk, figures),
    )
    for linked in desk.tx.officers.linked():
        if is_told(desk, linked.officer):
            both = figures.ratings and not linked.officer.is_executive
            desk.tell(linked.line_user_id, [page, survey] if both else [page])
    return True


def due(month: str) -> datetime:
    """When a month is told."""
    return month_bounds(month)[1] + REPORT_HOUR


def _after_a_restore(desk: Desk, page: Card, month: str) -> Card:
    """A month that was due in the time a restore has undone may have been told, with other figures."""
    restored = desk.tx.jobs.last_restore()
    if restored is None or not restored.made_at < due(month) <= restored.at:
        return page
    said = Voice(desk.office.words).say("month.after_restore", day=dates.day(restored.made_at))
    return replace(page, footnote=f"{page.footnote}\n{said}")


def is_told(desk: Desk, officer: Officer) -> bool:
    """Executives, and the section that runs the EIT survey."""
    if officer.role in EXECUTIVES:
        return True
    eit_section = desk.office.catalog.organisation.eit_section
    return officer.role in DEPARTMENTAL and officer.department == eit_section


def month_card(desk: Desk, now: MonthFigures) -> Card:
    """A month against the one before it, and against the same month of the year before if there is one."""
    voice = Voice(desk.office.words)
    catalog = desk.office.catalog
    before = figures_of(desk, month_before(now.month))
    past = figures_of(desk, same_month_last_year(now.month))
    year = None if past.is_blank else past
    name = dates.month(now.month)
    villages = {village.number: village.label for village in catalog.organisation.villages}
    oldest = "\n".join(
        voice.say(
            "month.old_case",
            number=case.number,
            topic=catalog.category(case.category).th,
            days=case.days,
        )
        for case in now.oldest
    )
    topics = "\n".join(
        voice.say("month.counted", name=catalog.category(key).th, count=count)
        for key, count in now.topics
    )
    places = "\n".join(
        voice.say("month.counted", name=villages.get(number, number), count=count)
        for number, count in now.villages
    )

    def row(key: str, figure: Callable[[MonthFigures], object]) -> Row:
        facts = {"now": figure(now), "before": figure(before)}
        if year is None and before.is_blank:
            return Row(voice.say(f"month.{key}"), str(figure(now)))
        if year is None:
            return Row(voice.say(f"month.{key}"), voice.say("month.against", **facts))
        facts["year"] = figure(year)
        return Row(voice.say(f"month.{key}"), voice.say("month.against_both", **facts))

    return Card(
        title=voice.say("month.title", month=name),
        heading=voice.say("month.heading"),
        tone=Tone.PLAIN,
        alt=voice.say(
            "month.alt", month=name, received=now.received, answered=now.answered_in_time
        ),
        body=voice.say("month.oldest", cases=oldest) if oldest else voice.say("month.none_open"),
        rows=(
            row("received", lambda month: month.received),
            _answered(voice, now, before),
            row("closed", lambda month: month.closed),
            _endings(voice, now, before),
            row("median", lambda month: _days(voice, month.median_days)),
            row("open", lambda month: month.open_at_end),
            row("satisfaction", lambda month: _score(voice, month)),
            Row(voice.say("month.topics"), topics or "-"),
            Row(voice.say("month.villages"), places or "-"),
            row("restricted", lambda month: month.restricted),
            _pushes(voice, now, before),
        ),
        footnote=voice.say("month.footnote", days=catalog.organisation.answer_days),
    )


def survey_card(desk: Desk, now: MonthFigures) -> Card:
    """What the EIT section needs of the ratings: each question with its answers and how many gave them."""
    voice = Voice(desk.office.words)
    name = dates.month(now.month)
    low = sum(now.scores[:NEEDS_A_REASON])
    reasons = "\n".join(
        voice.say("month.reason_line", reason=voice.label(f"button.reason_{reason}"), count=count)
        for reason, count in now.reasons
    )
    services = "\n".join(
        voice.say(
            "month.service_line",
            service=_service(desk, voice, one.service),
            mean=f"{one.mean:.2f}",
            count=one.ratings,
        )
        for one in now.services
    )
    return Card(
        title=voice.say("month.survey_title", month=name),
        heading=voice.say("month.survey_heading"),
        alt=voice.say("month.survey_alt", month=name, count=now.ratings),
        body=voice.say("month.by_service", services=services),
        rows=(
            Row(voice.say("month.question_score"), _score(voice, now)),
            *(
                Row(
                    voice.label(f"button.score_{score}"),
                    voice.say(
                        "month.of_all", count=count, share=round(100 * count / (now.ratings or 1))
                    ),
                )
                for score, count in ((score, now.scores[score - 1]) for score in SCORES)
            ),
            Row(
                voice.say("month.question_why"),
                voice.say("month.reasons", reasons=reasons or "-", count=low),
            ),
        ),
        footnote=voice.say("month.survey_footnote"),
    )


def _service(desk: Desk, voice: Voice, key: str) -> str:
    if not key:
        return voice.say("month.complaints")
    known = {service.key: service.th for service in desk.office.catalog.services}
    return known.get(key, key)


def _answered(voice: Voice, now: MonthFigures, before: MonthFigures) -> Row:
    value = voice.say(
        "month.answered_value",
        in_time=now.answered_in_time,
        received=now.received,
        not_due=now.answer_not_due,
        late=now.answered_late,
        taken_back=now.taken_back,
    )
    prior = voice.say("month.share", part=before.answered_in_time, whole=before.received)
    return Row(voice.say("month.answered"), _with_prior(voice, value, before, prior))


def _endings(voice: Voice, now: MonthFigures, before: MonthFigures) -> Row:
    value = voice.say(
        "month.endings_value",
        confirmed=now.confirmed,
        unconfirmed=now.unconfirmed,
        disputed=now.disputed,
        reopened=now.reopened,
    )
    prior = voice.say("month.endings_prior", confirmed=before.confirmed)
    return Row(voice.say("month.endings"), _with_prior(voice, value, before, prior))


def _pushes(voice: Voice, now: MonthFigures, before: MonthFigures) -> Row:
    per_case = now.pushes_per_case
    value = voice.say(
        "month.pushes_value",
        pushes=now.pushes,
        plan=voice.say("month.no_limit") if now.message_plan is None else now.message_plan,
        per_case="-" if per_case is None else f"{per_case:g}",
    )
    return Row(voice.say("month.pushes"), _with_prior(voice, value, before, before.pushes))


def _with_prior(voice: Voice, value: str, before: MonthFigures, prior: object) -> str:
    """A value of several lines and, where there was a month before, that month's on a line of its own."""
    if before.is_blank:
        return value
    return voice.say("month.with_prior", value=value, prior=prior)


def _days(voice: Voice, days: float | None) -> str:
    return "-" if days is None else voice.say("month.days", days=f"{days:g}")


def _score(voice: Voice, figures: MonthFigures) -> str:
    if figures.satisfaction is None:
        return "-"
    return voice.say("month.score", mean=f"{figures.satisfaction:.2f}", count=figures.ratings)
