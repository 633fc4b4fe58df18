"""The morning digest: one message to each officer with their open cases by due date.

It is sent if it contains something new, and on the first working day of a week in any case. Nobody would read a
digest that only repeats the previous one.
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
from handlers.access import custodians, recipients, work_list
from handlers.core import dates
from handlers.core.i18n import Translator
from handlers.core.messages import ButtonAction, Card, Choice, Tone
from handlers.core.unit_of_work import UnitOfWork
from handlers.notify import survey_digest

DIGEST = "digest"
SEND_TIME = time(8, 15)
MAX_CASES = 500
MAX_LINES = 5
LISTS = ("late", "today", "review", "soon", "new")
CAUSES = ("late", "today", "review", "new")
"""Lists that cause a digest when a case is in them for the first time."""
CaseWarning = tuple[Complaint, Warned]


@dataclass(frozen=True)
class Morning:
    """An officer's cases on one morning.

    `warned`: the new warnings. `has_news`: whether there is anything new. `count`: the number of cases.
    """

    day: Day
    warned: Sequence[CaseWarning]
    has_news: bool
    count: int


def send(uow: UnitOfWork) -> int:
    """Send the digest to every officer who has something to read; returns the number of digests."""
    sent = 0
    for linked in uow.tx.officers.linked():
        morning = _morning(uow, linked.officer, _cases(uow, linked.officer))
        in_custody = custodians.cases_in_custody_of(uow, linked.officer)
        custody = _morning(uow, linked.officer, in_custody)
        is_full = not (morning.day.is_empty and custody.day.is_empty)
        week_begins = _week_begins(uow.context.calendar, uow.now)
        words = survey_digest.to_read(uow, linked.officer)
        is_full = is_full or bool(words)
        has_news = (
            morning.has_news
            or custody.has_news
            or survey_digest.is_fresh(uow, linked.officer, words)
        )
        if has_news or (week_begins and is_full):
            uow.tx.outbox.drop_deferred(linked.line_user_id, Weight.DIGEST)
            card = _card(uow, morning, in_custody, survey_digest.line(uow, words))
            uow.notify(linked.line_user_id, [card], Weight.DIGEST)
            sent += 1
    return sent


def is_due(calendar: WorkCalendar, now: datetime) -> bool:
    """Whether the digest may be sent now: on a working day from 08:15 Bangkok time until the office closes.

    After that it is sent on the next working day.
    """
    local = bangkok(now)
    opens_soon = local.time() >= SEND_TIME and calendar.is_working_day(local.date())
    return opens_soon and (calendar.is_open(local) or local.time() < time(12))


def _morning(uow: UnitOfWork, officer: Officer, cases: Sequence[Complaint]) -> Morning:
    day = escalation.day(cases, uow.now, _morning_before(uow.context.calendar, uow.now))
    warned = list(_warned(uow, officer, cases))
    return Morning(day, warned, _has_news(uow, officer, day) or bool(warned), len(cases))


def _cases(uow: UnitOfWork, officer: Officer) -> Sequence[Complaint]:
    """Return the cases that the officer has to work on.

    For a head: all open cases of the department. For others: the staff complaints in their custody, the cases
    assigned to them, and the unassigned cases of which they are notified.
    """
    cases = work_list.work_of(uow, officer, MAX_CASES)
    in_custody = custodians.cases_in_custody_of(uow, officer)
    if officer.role is Role.HEAD:
        return cases
    unassigned = {case.department: case for case in cases if case.officer_id is None}
    departments = {
        department
        for department, case in unassigned.items()
        if officer in [linked.officer for linked in recipients.audience(uow, case)]
    }
    own = [
        case
        for case in cases
        if case.officer_id == officer.id
        or (case.officer_id is None and case.department in departments)
    ]
    return [*in_custody, *own]


def _warned(uow: UnitOfWork, officer: Officer, cases: Sequence[Complaint]) -> Iterator[CaseWarning]:
    """Yield each case with the highest quiet level that a clock has newly reached.

    A head gets no warnings of cases that are assigned to others.
    """
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


def _has_news(uow: UnitOfWork, officer: Officer, found: Day) -> bool:
    slots = [
        f"{case.id}:{int(_day_of(case, name).timestamp())}:{name}:{officer.id}"
        for name in CAUSES
        for case in getattr(found, name)
        if _causes_digest(officer, case, name)
    ]
    # Claim every slot, not only the first, so that none of them is new tomorrow.
    claimed = [_first_time(uow, slot) for slot in slots]
    return any(claimed)


def _day_of(case: Complaint, name: str) -> datetime:
    """Return the date that makes a case in this list new again when it changes: its review or due date."""
    if name == "review" and case.review_at is not None:
        return case.review_at
    return case.due_at


def _causes_digest(officer: Officer, case: Complaint, name: str) -> bool:
    """Whether a case in this list causes a digest by itself.

    In the list of new cases, only one that nobody has accepted does. For a head, a case assigned to somebody else
    does so only if it is late.
    """
    if name == "new":
        return case.status is Status.NEW
    return name == "late" or officer.role is not Role.HEAD or case.officer_id in {None, officer.id}


def _card(uow: UnitOfWork, morning: Morning, in_custody: Sequence[Complaint], words: str) -> Card:
    """Return the digest.

    `in_custody`: the staff complaints, of which the digest shows only the number; `งานของฉัน` lists them.
    `words`: the line on comments to read, "" for none.
    """
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
    if in_custody:
        parts.append(translator.say("officer.custody_alt", count=len(in_custody)))
    if words:
        parts.append(words)
    today = dates.day(uow.now)
    named = [case for name in LISTS for case in getattr(found, name)[:MAX_LINES]]
    named += [*(case for case, _ in morning.warned[:MAX_LINES]), *in_custody]
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
        about=tuple(sorted({case.id for case in named})),
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
    more = (
        [translator.say("digest.more", count=len(lines) - MAX_LINES)]
        if len(lines) > MAX_LINES
        else []
    )
    return "\n".join(
        [translator.say(f"digest.{name}", count=len(lines)), *lines[:MAX_LINES], *more]
    )


def _first_time(uow: UnitOfWork, slot: str) -> bool:
    return uow.tx.jobs.claim(DIGEST, slot, uow.now)


def _morning_before(calendar: WorkCalendar, now: datetime) -> datetime:
    """Return the time of the digest on the last working day before today."""
    day = bangkok(now).date() - timedelta(days=1)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return datetime.combine(day, SEND_TIME, BANGKOK)


def _week_begins(calendar: WorkCalendar, now: datetime) -> bool:
    """Whether today is the first working day of its week."""
    today: date = bangkok(now).date()
    return not any(
        calendar.is_working_day(today - timedelta(days=back))
        for back in range(1, today.weekday() + 1)
    )
