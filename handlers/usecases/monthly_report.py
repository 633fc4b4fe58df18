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
from handlers.core.i18n import Translator
from handlers.core.messages import Card, Row, Tone
from handlers.core.unit_of_work import UnitOfWork
from storage.queues.job_runs import FrozenMonth

REPORT_HOUR = timedelta(hours=8)
"""After the first midnight of the next month, Bangkok time."""


def figures_of(uow: UnitOfWork, month: str) -> MonthFigures:
    """A month's figures: as they were frozen, else as they would be frozen now. Key such as 2569-10."""
    frozen = uow.tx.jobs.frozen_month(month)
    if frozen is not None:
        return months.from_json(frozen.figures)
    start, end = month_bounds(month)
    plan = uow.tx.push_ledger.allowance(month, uow.context.catalog.organisation.message_plan)
    return replace(uow.tx.figures.month(month, start, end), message_plan=plan)


def report(uow: UnitOfWork, month: str) -> bool:
    """Freeze a month that is over and tell everyone it is for; False when that has been done.

    Refuses with month_not_over.
    """
    if month >= month_key(bangkok(uow.now).date()):
        raise Refused("month_not_over", month=dates.month(month))
    figures = figures_of(uow, month)
    frozen = FrozenMonth(month, figures.to_json(), figures.sha256)
    if not uow.tx.jobs.freeze_month(frozen, uow.now):
        return False
    page, survey = (
        _after_a_restore(uow, month_card(uow, figures), month),
        survey_card(uow, figures),
    )
    for linked in uow.tx.officers.linked():
        if is_told(uow, linked.officer):
            both = figures.ratings and not linked.officer.is_executive
            uow.notify(linked.line_user_id, [page, survey] if both else [page])
    return True


def due(month: str) -> datetime:
    """When a month is told."""
    return month_bounds(month)[1] + REPORT_HOUR


def _after_a_restore(uow: UnitOfWork, page: Card, month: str) -> Card:
    """A month that was due in the time a restore has undone may have been told, with other figures."""
    restored = uow.tx.jobs.last_restore()
    if restored is None or not restored.made_at < due(month) <= restored.at:
        return page
    said = Translator(uow.context.translations).say(
        "month.after_restore", day=dates.day(restored.made_at)
    )
    return replace(page, footnote=f"{page.footnote}\n{said}")


def is_told(uow: UnitOfWork, officer: Officer) -> bool:
    """Executives, and the section that runs the EIT survey."""
    if officer.role in EXECUTIVES:
        return True
    eit_section = uow.context.catalog.organisation.eit_section
    return officer.role in DEPARTMENTAL and officer.department == eit_section


def month_card(uow: UnitOfWork, now: MonthFigures) -> Card:
    """A month against the one before it, and against the same month of the year before if there is one."""
    translator = Translator(uow.context.translations)
    catalog = uow.context.catalog
    before = figures_of(uow, month_before(now.month))
    past = figures_of(uow, same_month_last_year(now.month))
    year = None if past.is_blank else past
    name = dates.month(now.month)
    villages = {village.number: village.label for village in catalog.organisation.villages}
    oldest = "\n".join(
        translator.say(
            "month.old_case",
            number=case.number,
            topic=catalog.category(case.category).th,
            days=case.days,
        )
        for case in now.oldest
    )
    topics = "\n".join(
        translator.say("month.counted", name=catalog.category(key).th, count=count)
        for key, count in now.topics
    )
    places = "\n".join(
        translator.say("month.counted", name=villages.get(number, number), count=count)
        for number, count in now.villages
    )

    def row(key: str, figure: Callable[[MonthFigures], object]) -> Row:
        facts = {"now": figure(now), "before": figure(before)}
        if year is None and before.is_blank:
            return Row(translator.say(f"month.{key}"), str(figure(now)))
        if year is None:
            return Row(translator.say(f"month.{key}"), translator.say("month.against", **facts))
        facts["year"] = figure(year)
        return Row(translator.say(f"month.{key}"), translator.say("month.against_both", **facts))

    return Card(
        title=translator.say("month.title", month=name),
        heading=translator.say("month.heading"),
        tone=Tone.PLAIN,
        alt=translator.say(
            "month.alt", month=name, received=now.received, answered=now.answered_in_time
        ),
        body=translator.say("month.oldest", cases=oldest)
        if oldest
        else translator.say("month.none_open"),
        rows=(
            row("received", lambda month: month.received),
            _answered(translator, now, before),
            row("closed", lambda month: month.closed),
            _endings(translator, now, before),
            row("median", lambda month: _days(translator, month.median_days)),
            row("open", lambda month: month.open_at_end),
            row("satisfaction", lambda month: _score(translator, month)),
            Row(translator.say("month.topics"), topics or "-"),
            Row(translator.say("month.villages"), places or "-"),
            row("restricted", lambda month: month.restricted),
            _pushes(translator, now, before),
        ),
        footnote=translator.say("month.footnote", days=catalog.organisation.answer_days),
    )


def survey_card(uow: UnitOfWork, now: MonthFigures) -> Card:
    """What the EIT section needs of the ratings: each question with its answers and how many gave them."""
    translator = Translator(uow.context.translations)
    name = dates.month(now.month)
    low = sum(now.scores[:NEEDS_A_REASON])
    reasons = "\n".join(
        translator.say(
            "month.reason_line", reason=translator.label(f"button.reason_{reason}"), count=count
        )
        for reason, count in now.reasons
    )
    services = "\n".join(
        translator.say(
            "month.service_line",
            service=_service(uow, translator, one.service),
            mean=f"{one.mean:.2f}",
            count=one.ratings,
        )
        for one in now.services
    )
    return Card(
        title=translator.say("month.survey_title", month=name),
        heading=translator.say("month.survey_heading"),
        alt=translator.say("month.survey_alt", month=name, count=now.ratings),
        body=translator.say("month.by_service", services=services),
        rows=(
            Row(translator.say("month.question_score"), _score(translator, now)),
            *(
                Row(
                    translator.label(f"button.score_{score}"),
                    translator.say(
                        "month.of_all", count=count, share=round(100 * count / (now.ratings or 1))
                    ),
                )
                for score, count in ((score, now.scores[score - 1]) for score in SCORES)
            ),
            Row(
                translator.say("month.question_why"),
                translator.say("month.reasons", reasons=reasons or "-", count=low),
            ),
        ),
        footnote=translator.say("month.survey_footnote"),
    )


def _service(uow: UnitOfWork, translator: Translator, key: str) -> str:
    if not key:
        return translator.say("month.complaints")
    known = {service.key: service.th for service in uow.context.catalog.services}
    return known.get(key, key)


def _answered(translator: Translator, now: MonthFigures, before: MonthFigures) -> Row:
    value = translator.say(
        "month.answered_value",
        in_time=now.answered_in_time,
        received=now.received,
        not_due=now.answer_not_due,
        late=now.answered_late,
        taken_back=now.taken_back,
    )
    prior = translator.say("month.share", part=before.answered_in_time, whole=before.received)
    return Row(translator.say("month.answered"), _with_prior(translator, value, before, prior))


def _endings(translator: Translator, now: MonthFigures, before: MonthFigures) -> Row:
    value = translator.say(
        "month.endings_value",
        confirmed=now.confirmed,
        unconfirmed=now.unconfirmed,
        disputed=now.disputed,
        reopened=now.reopened,
    )
    prior = translator.say("month.endings_prior", confirmed=before.confirmed)
    return Row(translator.say("month.endings"), _with_prior(translator, value, before, prior))


def _pushes(translator: Translator, now: MonthFigures, before: MonthFigures) -> Row:
    per_case = now.pushes_per_case
    value = translator.say(
        "month.pushes_value",
        pushes=now.pushes,
        plan=translator.say("month.no_limit") if now.message_plan is None else now.message_plan,
        per_case="-" if per_case is None else f"{per_case:g}",
    )
    return Row(
        translator.say("month.pushes"), _with_prior(translator, value, before, before.pushes)
    )


def _with_prior(translator: Translator, value: str, before: MonthFigures, prior: object) -> str:
    """A value of several lines and, where there was a month before, that month's on a line of its own."""
    if before.is_blank:
        return value
    return translator.say("month.with_prior", value=value, prior=prior)


def _days(translator: Translator, days: float | None) -> str:
    return "-" if days is None else translator.say("month.days", days=f"{days:g}")


def _score(translator: Translator, figures: MonthFigures) -> str:
    if figures.satisfaction is None:
        return "-"
    return translator.say("month.score", mean=f"{figures.satisfaction:.2f}", count=figures.ratings)
