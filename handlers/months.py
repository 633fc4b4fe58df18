"""The month: counted, frozen for ever, and told to the executives and the EIT section."""

from domain import month as months
from domain.calendar import bangkok, month_before, month_bounds, month_key
from domain.errors import Refused
from domain.month import MonthFigures
from domain.people import DEPARTMENTAL, EXECUTIVES, Officer
from handlers import moments
from handlers.desk import Desk
from handlers.dialogue import Card, Row, Tone
from handlers.texts import Voice
from storage.jobs import FrozenMonth


def figures_of(desk: Desk, month: str) -> MonthFigures:
    """A month's figures: as they were frozen, else as they would be frozen now. Key such as 2569-10."""
    frozen = desk.tx.jobs.frozen_month(month)
    if frozen is not None:
        return months.from_json(frozen.figures)
    start, end = month_bounds(month)
    return desk.tx.figures.month(month, start, end)


def report(desk: Desk, month: str) -> bool:
    """Freeze a month that is over and tell everyone it is for; False when that has been done.

    Refuses with month_not_over.
    """
    if month >= month_key(bangkok(desk.now).date()):
        raise Refused("month_not_over", month=moments.month(month))
    figures = figures_of(desk, month)
    frozen = FrozenMonth(month, figures.to_json(), figures.sha256)
    if not desk.tx.jobs.freeze_month(frozen, desk.now):
        return False
    card = month_card(desk, figures, figures_of(desk, month_before(month)))
    for linked in desk.tx.officers.linked():
        if is_told(desk, linked.officer):
            desk.tell(linked.line_user_id, [card])
    return True


def is_told(desk: Desk, officer: Officer) -> bool:
    """Executives, and the section that runs the EIT survey."""
    if officer.role in EXECUTIVES:
        return True
    eit_section = desk.office.catalog.organisation.eit_section
    return officer.role in DEPARTMENTAL and officer.department == eit_section


def month_card(desk: Desk, now: MonthFigures, before: MonthFigures) -> Card:
    voice = Voice(desk.office.words)
    catalog = desk.office.catalog
    name = moments.month(now.month)
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
    topics = ", ".join(f"{catalog.category(key).th} {count}" for key, count in now.topics)
    places = ", ".join(f"{villages.get(number, number)}: {count}" for number, count in now.villages)
    return Card(
        title=voice.say("month.title", month=name),
        heading=voice.say("month.heading"),
        tone=Tone.PLAIN,
        alt=voice.say(
            "month.alt", month=name, received=now.received, answered=now.answered_in_time
        ),
        body=voice.say("month.oldest", cases=oldest) if oldest else voice.say("month.none_open"),
        rows=(
            _row(voice, "received", now.received, before.received),
            Row(
                voice.say("month.answered"),
                voice.say(
                    "month.answered_value",
                    in_time=now.answered_in_time,
                    received=now.received,
                    not_due=now.answer_not_due,
                    late=now.answered_late,
                    before=before.answered_in_time,
                    before_received=before.received,
                ),
            ),
            _row(voice, "closed", now.closed, before.closed),
            Row(
                voice.say("month.endings"),
                voice.say(
                    "month.endings_value",
                    confirmed=now.confirmed,
                    unconfirmed=now.unconfirmed,
                    disputed=now.disputed,
                    before=before.confirmed,
                ),
            ),
            _row(voice, "median", _days(voice, now.median_days), _days(voice, before.median_days)),
            _row(voice, "open", now.open_at_end, before.open_at_end),
            _row(voice, "satisfaction", _score(voice, now), _score(voice, before)),
            Row(voice.say("month.topics"), topics or "-"),
            Row(voice.say("month.villages"), places or "-"),
            _row(voice, "restricted", now.restricted, before.restricted),
            _row(voice, "pushes", now.pushes, before.pushes),
        ),
        footnote=voice.say("month.footnote", days=catalog.organisation.answer_days),
    )


def _row(voice: Voice, key: str, now: object, before: object) -> Row:
    return Row(voice.say(f"month.{key}"), voice.say("month.against", now=now, before=before))


def _days(voice: Voice, days: float | None) -> str:
    return "-" if days is None else voice.say("month.days", days=f"{days:g}")


def _score(voice: Voice, figures: MonthFigures) -> str:
    if figures.satisfaction is None:
        return "-"
    return voice.say("month.score", mean=f"{figures.satisfaction:.2f}", count=figures.ratings)
