"""The morning's one message to each officer: their open cases by due date, instead of a stream.

It is sent when it has something that was not there before, and at the start of a week also when it has
not: a digest that only repeats itself is not read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.cases import escalation
from domain.cases.complaint import Complaint, Status
from domain.cases.escalation import QUIET, Day, Warned
from domain.figures.push_budget import Weight
from domain.organisation.calendar import BANGKOK, WorkCalendar, bangkok
from domain.organisation.officers import Officer, Role
from handlers.access import recipients, restricted, work_list
from handlers.core import dates
from handlers.core.i18n import Translator
from handlers.core.messages import ButtonAction, Card, Choice, Tone
from handlers.core.unit_of_work import UnitOfWork

DIGEST = "digest"
AT = time(8, 15)
READ_AT_MOST = 500
LINES = 5
LISTS = ("late", "today", "review", "soon", "new")
FRESH = ("late", "today", "review", "new")
"""Lists that call for a digest when a case is in them for the first time."""
Warning_ = tuple[Complaint, Warned]


@dataclass(frozen=True)
class Morning:
    """What an officer's cases are on a morning, the warnings that are new, and whether anything is."""

    day: Day
    warned: Sequence[Warning_]
    is_fresh: bool
    count: int


def send(uow: UnitOfWork) -> int:
    """One digest for every officer who has something to read; returns how many."""
    told = 0
    for linked in uow.tx.officers.linked():
        morning = _morning(uow, linked.officer, _cases(uow, linked.officer))
        kept = _morning(uow, linked.officer, restricted.cases_in_custody_of(uow, linked.officer))
        is_full = not (morning.day.is_empty and kept.day.is_empty)
        week_begins = _week_begins(uow.context.calendar, uow.now)
        if morning.is_fresh or kept.is_fresh or (week_begins and is_full):
            uow.tx.outbox.drop_deferred(linked.line_user_id, Weight.DIGEST)
            card = _card(uow, morning, kept.count)
            uow.notify(linked.line_user_id, [card], Weight.DIGEST)
            told += 1
    return told


def is_due(calendar: WorkCalendar, now: datetime) -> bool:
    """On a working day from 08:15 until the office closes: after that the next morning is nearer."""
    local = bangkok(now)
    opens_soon = local.time() >= AT and calendar.is_working_day(local.date())
    return opens_soon and (calendar.is_open(local) or local.time() < time(12))


def _morning(uow: UnitOfWork, officer: Officer, cases: Sequence[Complaint]) -> Morning:
    day = escalation.day(cases, uow.now, _morning_before(uow.context.calendar, uow.now))
    warned = list(_warned(uow, officer, cases))
    return Morning(day, warned, _is_fresh(uow, officer, day) or bool(warned), len(cases))


def _cases(uow: UnitOfWork, officer: Officer) -> Sequence[Complaint]:
    """What is theirs to move: a head all of the section, others what they hold, or hear of and nobody holds."""
    cases = work_list.work_of(uow, officer, READ_AT_MOST)
    kept = restricted.cases_in_custody_of(uow, officer)
    if officer.role is Role.HEAD:
        return cases
    unheld = {case.department: case for case in cases if case.officer_id is None}
    told = {
        department
        for department, case in unheld.items()
        if officer in [linked.officer for linked in recipients.audience(uow, case)]
    }
    held = [
        case
        for case in cases
        if case.officer_id == officer.id or (case.officer_id is None and case.department in told)
    ]
    return [*kept, *held]


def _warned(uow: UnitOfWork, officer: Officer, cases: Sequence[Complaint]) -> Iterator[Warning_]:
    """The highest quiet level each clock of a case has newly reached, for the one who holds it."""
    for case in cases:
        if officer.role is Role.HEAD and case.officer_id not in {None, officer.id}:
            continue
        working_days = uow.context.catalog.category(case.category).working_days
        levels = escalation.warnings(case, uow.now, uow.context.calendar, working_days)
        highest = {
            warned.clock: warned
            for warned in levels
            if warned.level in QUIET and _first_time(uow, f"{warned.slot(case)}:{officer.id}")
        }
        yield from ((case, warned) for warned in highest.values())


def _is_fresh(uow: UnitOfWork, officer: Officer, found: Day) -> bool:
    slots = [
        f"{case.id}:{int(_day_of(case, name).timestamp())}:{name}:{officer.id}"
        for name in FRESH
        for case in getattr(found, name)
        if _calls(officer, case, name)
    ]
    # Every one is claimed, not only the first: tomorrow none of them is new.
    claimed = [_first_time(uow, slot) for slot in slots]
    return any(claimed)


def _day_of(case: Complaint, name: str) -> datetime:
    """What makes a case in this list new again: another promise, or the day of another wait."""
    if name == "review" and case.review_at is not None:
        return case.review_at
    return case.due_at


def _calls(officer: Officer, case: Complaint, name: str) -> bool:
    """Whether a case in this list is worth a digest by itself.

    A new one is, until somebody has accepted it; what a colleague holds calls the head when it is late.
    """
    if name == "new":
        return case.status is Status.NEW
    return name == "late" or officer.role is not Role.HEAD or case.officer_id in {None, officer.id}


def _card(uow: UnitOfWork, morning: Morning, kept: int) -> Card:
    """Cases about staff are in it as a count: the list opens in `งานของฉัน`, for their keeper alone."""
    translator = Translator(uow.context.translations)
    found = morning.day
    parts = [_part(uow, translator, name, getattr(found, name)) for name in LISTS]
    parts.append(
        _lines(
            translator,
            "warned",
            [
                translator.say(
                    f"digest.warned_{one.clock}",
                    number=case.number,
                    share=one.level.value,
                    day=dates.day(one.due),
                )
                for case, one in morning.warned
            ],
        )
    )
    if found.others:
        parts.append(translator.say("digest.others", count=found.others))
    if kept:
        parts.append(translator.say("officer.kept_alt", count=kept))
    today = dates.day(uow.now)
    return Card(
        title=translator.say("digest.title", day=today),
        heading=translator.say("digest.heading"),
        tone=Tone.ALERT if found.late else Tone.PLAIN,
        alt=translator.say(
            "digest.alt", lists=" ".join(part.split("\n")[0] for part in parts if part)
        ),
        body="\n\n".join(part for part in parts if part),
        buttons=(
            Choice(translator.label("menu.work"), ButtonAction.SAY, translator.label("menu.work")),
        ),
    )


def _part(uow: UnitOfWork, translator: Translator, name: str, cases: Sequence[Complaint]) -> str:
    lines = [
        translator.say(
            "digest.line",
            number=case.number,
            topic=uow.context.catalog.category(case.category).th,
            day=dates.day(case.review_at or case.due_at),
        )
        for case in cases
    ]
    return _lines(translator, name, lines)


def _lines(translator: Translator, name: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    more = [translator.say("digest.more", count=len(lines) - LINES)] if len(lines) > LINES else []
    return "\n".join([translator.say(f"digest.{name}", count=len(lines)), *lines[:LINES], *more])


def _first_time(uow: UnitOfWork, slot: str) -> bool:
    return uow.tx.jobs.claim(DIGEST, slot, uow.now)


def _morning_before(calendar: WorkCalendar, now: datetime) -> datetime:
    """The hour of the last digest: of the working day before this one."""
    day = bangkok(now).date() - timedelta(days=1)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return datetime.combine(day, AT, BANGKOK)


def _week_begins(calendar: WorkCalendar, now: datetime) -> bool:
    """The first working day of its week."""
    today: date = bangkok(now).date()
    return not any(
        calendar.is_working_day(today - timedelta(days=back))
        for back in range(1, today.weekday() + 1)
    )
