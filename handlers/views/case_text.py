"""Parts of a case as text, for cards and web pages: topic, place, department, state, dates and history."""

from dataclasses import dataclass
from itertools import groupby

from domain.cases.complaint import Complaint, Place, Status, WaitingFor, words_in
from domain.cases.conduct import ReporterLink
from domain.cases.lifecycle import Action
from domain.cases.origin import TYPED_BY_OFFICERS, Origin
from domain.language.told_place import told_place, village_told
from handlers.access import custodians, permission
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core import dates
from handlers.core.i18n import Bilingual, Translator
from handlers.core.messages import Tone
from handlers.core.unit_of_work import UnitOfWork
from handlers.views import due_text

TONES = {
    Status.NEW: Tone.WAITING,
    Status.IN_HAND: Tone.PLAIN,
    Status.ASKED: Tone.ALERT,
    Status.WAITING: Tone.WAITING,
    Status.CLOSED: Tone.GOOD,
    Status.WITHDRAWN: Tone.PLAIN,
    Status.NOT_OURS: Tone.PLAIN,
}
INTERNAL_ACTIONS = (
    frozenset(
        {
            *(Action.ASSIGN.value, permission.NOTE),
            *("referral", "referral_refused", "instruction", "instruction_confirmed"),
            *("instruction_done", "instruction_cancelled"),
            *("joined", "separated", "photo_covered", "forgotten"),
            "contact_corrected",
            *("photos_opened", "photos_withdrawn"),
        }
    )
    | custodians.INTERNAL
)
"""Internal actions that are not shown to the reporter."""


def topic(uow: UnitOfWork, translator: Translator, case: Complaint) -> str:
    """Return the icon and the name of the category."""
    category = uow.context.catalog.category(case.category)
    return f"{category.icon} {translator.full(Bilingual(category.th, category.en))}"


def assignee(uow: UnitOfWork, case: Complaint) -> Bilingual:
    """Return who handles the case: its department, or the posts of a staff complaint's custodians."""
    posts = custodians.posts_of(uow, case)
    if posts is not None:
        return posts
    department = uow.context.catalog.department(case.department)
    return Bilingual(department.th, department.en)


def place(uow: UnitOfWork, translator: Translator, where: Place) -> str:
    """Return a place as text: village, then the reporter's words or a note of the map pin; a text for none."""
    office = uow.context.catalog.organisation
    villages = {village.number: village for village in office.villages}
    parts = []
    is_in_words = (
        where.village is not None and village_told((where.words,), office) == where.village
    )
    if where.village in villages and not is_in_words:
        parts.append(villages[where.village].label)
    if where.words:
        parts.append(where.words)
    if where.latitude is not None and not where.words:
        parts.append(translator.say("card.pinned"))
    return " ".join(parts) or translator.say("card.no_place")


def told_place_text(uow: UnitOfWork, translator: Translator, where: Place, story: str) -> str:
    """Return a place as text, completed with the village and the spot named in the story."""
    return place(uow, translator, told_place(where, story, uow.context.catalog.organisation))


def state(translator: Translator, case: Complaint) -> str:
    """Return the status, or for a closed case with a verdict the verdict."""
    if case.verdict is not None:
        return translator.say(f"status.closed_{case.verdict.value}")
    return translator.say(f"status.{case.status.value}")


def reporter_name(uow: UnitOfWork, translator: Translator, case: Complaint) -> str:
    """Return the reporter's display name from LINE, or a text that says why it is not shown."""
    if case.conduct is not None and case.conduct.link is not ReporterLink.NAMED:
        hidden = translator.say(f"conduct.reporter_{case.conduct.link.value}")
        return (
            f"{hidden}\n{translator.say('conduct.typed')}" if _typist_reads(uow, case) else hidden
        )
    if case.hide_name:
        return translator.say("officer.name_hidden")
    account = custodians.address_of(uow, case)
    person = uow.tx.people.find(account) if account else None
    if person is None or not person.display_name:
        return _contact(uow, translator, case) or translator.say("officer.no_name")
    return "\n".join(filter(None, (person.display_name, _contact(uow, translator, case))))


def _typist_reads(uow: UnitOfWork, case: Complaint) -> bool:
    """Whether the officer who typed a staff complaint for its reporter knows its receipt code."""
    if case.conduct is None or case.conduct.link is not ReporterLink.NONE:
        return False
    origin = uow.tx.origins.find(case.id)
    return origin is not None and origin.source in TYPED_BY_OFFICERS


def _contact(uow: UnitOfWork, translator: Translator, case: Complaint) -> str:
    """Return the name and telephone that a reporter without LINE gave, and the channel of the case; or ""."""
    origin = uow.tx.origins.find(case.id)
    if origin is None:
        return ""
    text = contact(translator, origin)
    return "\n".join(filter(None, (text, came_by(uow, translator, origin))))


def contact(translator: Translator, origin: Origin) -> str:
    """Return the name and telephone that a reporter without LINE gave, or ""."""
    given = origin.contact
    phone = translator.say("intake.phone", phone=given.phone) if given.phone else ""
    return " ".join(filter(None, (given.name, phone)))


def unreached(uow: UnitOfWork, translator: Translator, case: Complaint) -> str:
    """Return that the reporter of an ordinary case gets no message without LINE, and whom to call; else ""."""
    if case.reporter or not may_leave_by(Outlet.ORDINARY_CASE, case):
        return ""
    origin = uow.tx.origins.find(case.id)
    if origin is None:
        return ""
    called = "" if case.hide_name else contact(translator, origin)
    return "\n".join(filter(None, (translator.say("caller.no_line", number=case.number), called)))


def came_by(uow: UnitOfWork, translator: Translator, origin: Origin) -> str:
    """Return the channel of a case, with the officer who typed it."""
    source = translator.translations.both(f"intake.from_{origin.source.value}")
    point = uow.tx.qr_points.find(origin.point) if origin.point else None
    if point is not None:
        return translator.say("intake.came_by_point", source=source, name=point.name)
    if origin.filed_by is None:
        return translator.say("intake.came_by", source=source)
    officer = uow.tx.officers.get(origin.filed_by).name
    return translator.say("intake.typed_by", source=source, officer=officer)


def due(uow: UnitOfWork, translator: Translator, case: Complaint) -> str:
    """Return the due date with the days overdue, or during a pause the date on which the pause began."""
    is_late = due_text.is_late(uow, case)
    if case.paused_at is not None and not is_late:
        return translator.say("card.paused", day=dates.day(case.paused_at))
    by = translator.say("card.by", day=dates.day(case.due_at))
    if not is_late:
        return by
    standing = due_text.standing(uow, case)
    return f"{by}\n{translator.full(due_text.words(translator.translations, standing))}"


def tone(uow: UnitOfWork, case: Complaint) -> Tone:
    """Return the colour of a case: that of an alert if overdue, else that of its status."""
    return Tone.ALERT if due_text.is_late(uow, case) else TONES[case.status]


def holder(uow: UnitOfWork, translator: Translator, case: Complaint) -> str:
    """Return the department and assignee of a case for officers, or that nobody is assigned yet."""
    section = translator.full(assignee(uow, case))
    if case.officer_id is None:
        return f"{section} · {translator.say('console.nobody')}"
    return f"{section} · {uow.tx.officers.get(case.officer_id).name}"


def waits(translator: Translator, case: Complaint) -> str:
    """Return what a waiting case waits for, and the review date if there is one."""
    assert case.waiting_for is not None
    reason = translator.translations.sentences[f"waiting.{case.waiting_for.value}"]
    if case.review_at is None:
        return translator.say("card.waits_for", reason=reason)
    return translator.say("card.waits_until", reason=reason, day=dates.day(case.review_at))


def waited_for(uow: UnitOfWork, case: Complaint) -> Bilingual | str:
    """Return what a case waits for, for its reporter, without the date; a dash if it does not wait."""
    if case.waiting_for is None:
        return "-"
    if case.waiting_for is WaitingFor.REPORTER:
        return uow.context.translations.sentences["waiting.you"]
    return uow.context.translations.sentences[f"waiting.{case.waiting_for.value}"]


def with_agency(uow: UnitOfWork, translator: Translator, note: str, agency_key: str) -> str:
    """Return a note to the reporter that a case is another agency's duty, with its name and phone number."""
    agencies = {agency.key: agency for agency in uow.context.catalog.organisation.agencies}
    agency = agencies[agency_key]
    return translator.say("officer.whose_it_is", note=note, agency=agency.th, phone=agency.phone)


@dataclass(frozen=True)
class DayOfCase:
    """One day of a case's history. `name`: the date; `steps`: one text for each action."""

    name: str
    steps: tuple[str, ...]


def timeline(uow: UnitOfWork, translator: Translator, case: Complaint) -> list[DayOfCase]:
    """Return the history of a case without internal actions, the oldest day first."""
    shown = (entry for entry in uow.tx.audit.of(case.id) if entry.action not in INTERNAL_ACTIONS)
    return [
        DayOfCase(
            translator.say("card.on", day=day),
            tuple(
                translator.say(
                    f"timeline.{entry.action}",
                    hour=dates.clock(entry.at),
                    note=words_in(entry.note, case) or "-",
                )
                for entry in entries
            ),
        )
        for day, entries in groupby(shown, key=lambda entry: dates.day(entry.at))
    ]
