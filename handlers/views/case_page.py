"""A case as its reporter's own web page shows it: everything already in words. No HTML here."""

from dataclasses import dataclass

from domain.cases.complaint import Complaint
from domain.organisation.calendar import bangkok
from handlers.core import dates
from handlers.core.i18n import Both, Voice
from handlers.core.signed_urls import Page
from handlers.core.unit_of_work import Desk, Office
from handlers.notify.case_events import voice_of
from handlers.views import case_text
from storage.cases.attachments import Kind, Moment, State


@dataclass(frozen=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True)
class MissingPage:
    title: str
    text: str


@dataclass(frozen=True)
class DayOnPage:
    """A day of the timeline; each step has a line for each language."""

    name: str
    steps: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class CasePage:
    """`tone` names a colour of the style sheet; `photos` are addresses within our own site.

    `language` is `en` where English stands under the Thai.
    """

    language: str
    office: str
    phone: str
    title: str
    number: str
    status: str
    tone: str
    clock: str
    facts: tuple[Fact, ...]
    timeline_title: str
    timeline: tuple[DayOnPage, ...]
    photos_title: str
    photos: tuple[str, ...]
    photo_words: str
    call: str
    private: str
    printed: str


def missing_page(office: Office) -> MissingPage:
    """Who asks for it is not known, so it stands in both languages."""
    voice = Voice(office.words, "en")
    return MissingPage(voice.say("page.missing_title"), voice.say("page.missing"))


def case_page(desk: Desk, complaint_id: int, signature: str) -> CasePage | None:
    """None for an address that was not made for a case here, and for one about staff: that has no page."""
    case = desk.tx.complaints.find(complaint_id)
    number = case.number if case else ""
    # Compared also where there is no case, so that nobody hears the difference by the time it takes.
    is_its_own = desk.office.links.is_signed(Page.CASE, complaint_id, number, signature)
    if case is None or case.restricted or not is_its_own:
        return None
    voice = voice_of(desk, case.reporter)
    office = desk.office.catalog.organisation
    return CasePage(
        language=voice.language,
        office=voice.name(Both(office.short_th, office.name_en)),
        phone=office.phone,
        title=voice.say("page.title"),
        number=case.number,
        status=case_text.state(voice, case),
        tone=case_text.TONES[case.status].value,
        clock=_clock(desk, voice, case),
        facts=_facts(desk, voice, case),
        timeline_title=voice.say("page.timeline"),
        timeline=tuple(
            DayOnPage(
                day.name.replace("\n", " · "),
                tuple(
                    tuple(line.removeprefix("• ") for line in step.split("\n"))
                    for step in day.steps
                ),
            )
            for day in case_text.timeline(desk, voice, case)
        ),
        photos_title=voice.say("page.photos"),
        photos=_photos(desk, case),
        photo_words=voice.say("page.photo_words"),
        call=voice.say("page.call", phone=office.phone),
        private=voice.say("page.private"),
        printed=voice.say("page.printed", hour=dates.hour(desk.now)),
    )


def _facts(desk: Desk, voice: Voice, case: Complaint) -> tuple[Fact, ...]:
    facts = [
        Fact(voice.say("card.topic"), case_text.topic(desk, voice, case)),
        Fact(voice.say("card.detail"), case.detail),
        Fact(voice.say("card.place"), case_text.place(desk, voice, case.place)),
        Fact(voice.say("card.holder"), voice.full(case_text.holder(desk, case))),
        Fact(voice.say("card.filed"), voice.say("card.at", hour=dates.hour(case.filed_at))),
    ]
    if case.is_open:
        facts.append(Fact(voice.say("card.due"), case_text.due(voice, case)))
    if case.waiting_for is not None:
        facts.append(Fact(voice.say("card.waits"), case_text.waits(voice, case)))
    return tuple(facts)


def _clock(desk: Desk, voice: Voice, case: Complaint) -> str:
    """How much time the office has left, in one sentence."""
    if not case.is_open:
        return ""
    if case.paused_at is not None:
        return voice.say("page.paused")
    today, due = bangkok(desk.now).date(), bangkok(case.due_at).date()
    if desk.now > case.due_at:
        return voice.say("page.overdue")
    if today == due:
        return voice.say("page.due_today")
    days = desk.office.calendar.working_days_between(today, due)
    return voice.say("page.days_left", days=days)


def _photos(desk: Desk, case: Complaint) -> tuple[str, ...]:
    """What the officers took afterwards; the reporter knows their own."""
    return tuple(
        desk.office.links.photo_path(one)
        for one in desk.tx.attachments.of_case(case.id)
        if one.moment is Moment.AFTER and one.kind is Kind.IMAGE and one.state is State.KEPT
    )
