"""The content of a case's web page as text, without HTML."""

from dataclasses import dataclass

from domain.cases.complaint import Complaint
from domain.organisation.calendar import bangkok
from handlers.access.recipients import translator_of
from handlers.core import dates
from handlers.core.i18n import Bilingual, Translator
from handlers.core.signed_urls import Page
from handlers.core.unit_of_work import AppContext, UnitOfWork
from handlers.views import case_text
from storage.cases.attachments import AttachmentKind, AttachmentState, Moment


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
    """One day of the timeline. `steps`: the steps of the day, each a tuple of lines, one for each language."""

    name: str
    steps: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class CasePage:
    """`language`: `en` if the texts have English below the Thai, else `th`. `office`: the name of the office.

    `tone`: a colour name of the style sheet. `clock`: the time left, as a sentence. `photos`: URL paths.
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


def missing_page(context: AppContext) -> MissingPage:
    """Return the page for an invalid URL, in both languages because its reader is not known."""
    translator = Translator(context.translations, "en")
    return MissingPage(translator.say("page.missing_title"), translator.say("page.missing"))


def case_page(uow: UnitOfWork, complaint_id: int, signature: str) -> CasePage | None:
    """Return the page of an ordinary case; None if the signature is invalid or there is no such case.

    A staff complaint has no page. The content is in the language of the reporter.
    """
    case = uow.tx.complaints.find(complaint_id)
    number = case.number if case else ""
    # The signature is verified even without a case, so that the response time does not reveal which ids exist.
    is_signed = uow.context.signed_urls.is_signed(Page.CASE, complaint_id, number, signature)
    if case is None or not is_signed:
        return None
    translator = translator_of(uow, case.reporter)
    organisation = uow.context.catalog.organisation
    return CasePage(
        language=translator.language,
        office=translator.name(Bilingual(organisation.short_th, organisation.name_en)),
        phone=organisation.phone,
        title=translator.say("page.title"),
        number=case.number,
        status=case_text.state(translator, case),
        tone=case_text.tone(uow, case).value,
        clock=_clock(uow, translator, case),
        facts=_facts(uow, translator, case),
        timeline_title=translator.say("page.timeline"),
        timeline=tuple(
            DayOnPage(
                day.name.replace("\n", " · "),
                tuple(
                    tuple(line.removeprefix("• ") for line in step.split("\n"))
                    for step in day.steps
                ),
            )
            for day in case_text.timeline(uow, translator, case)
        ),
        photos_title=translator.say("page.photos"),
        photos=_photos(uow, case),
        photo_words=translator.say("page.photo_words"),
        call=translator.say("page.call", phone=organisation.phone),
        private=translator.say("page.private"),
        printed=translator.say("page.printed", hour=dates.hour(uow.now)),
    )


def _facts(uow: UnitOfWork, translator: Translator, case: Complaint) -> tuple[Fact, ...]:
    facts = [
        Fact(translator.say("card.topic"), case_text.topic(uow, translator, case)),
        Fact(translator.say("card.detail"), case.detail),
        Fact(translator.say("card.place"), case_text.place(uow, translator, case.place)),
        Fact(translator.say("card.holder"), translator.full(case_text.assignee(uow, case))),
        Fact(
            translator.say("card.filed"), translator.say("card.at", hour=dates.hour(case.filed_at))
        ),
    ]
    if case.is_open:
        facts.append(Fact(translator.say("card.due"), case_text.due(uow, translator, case)))
    if case.waiting_for is not None:
        facts.append(Fact(translator.say("card.waits"), case_text.waits(translator, case)))
    return tuple(facts)


def _clock(uow: UnitOfWork, translator: Translator, case: Complaint) -> str:
    """Return a sentence that says how much time the office has left; empty if the case is over."""
    if not case.is_open:
        return ""
    today, due = bangkok(uow.now).date(), bangkok(case.due_at).date()
    if (case.paused_at or uow.now) > case.due_at:
        return translator.say("page.overdue")
    if case.paused_at is not None:
        return translator.say("page.paused")
    if today == due:
        return translator.say("page.due_today")
    days = uow.context.calendar.working_days_between(today, due)
    return translator.say("page.days_left", days=days)


def _photos(uow: UnitOfWork, case: Complaint) -> tuple[str, ...]:
    """Return the URL paths of the officers' photos; the reporter has their own."""
    return tuple(
        uow.context.signed_urls.photo_path(one)
        for one in uow.tx.attachments.of_case(case.id)
        if one.moment is Moment.AFTER
        and one.kind is AttachmentKind.IMAGE
        and one.state is AttachmentState.STORED
    )
