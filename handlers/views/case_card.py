"""Cards of a case, for its reporter and for officers. Officers' cards never show a LINE account."""

from collections.abc import Sequence
from datetime import datetime

from domain.cases.complaint import Complaint, Status, Verdict
from domain.cases.lifecycle import Action
from domain.organisation.officers import Officer
from domain.surveys.participation import CHANGE_WITHIN, RATE_WITHIN
from handlers.access import custodians, own_answers, permission, reading
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core import buttons, dates
from handlers.core.buttons import Button
from handlers.core.i18n import Bilingual, Translator
from handlers.core.messages import ButtonAction, Card, Choice, Row, Tone
from handlers.core.unit_of_work import UnitOfWork
from handlers.views import case_text, conduct_card, delivery, history
from handlers.views.attachment_view import (
    PHOTOS_SHOWN,
    counted,
    file_buttons,
    photo_addresses,
)
from handlers.views.foreign_text import script_in
from storage.cases.attachments import Attachment, Moment

WORDS_ON_CARD = 100
"""Characters of a story that a card of any size shows in full."""


def receipt(uow: UnitOfWork, translator: Translator, case: Complaint) -> Card:
    """Return the receipt of a new complaint: number, department, next step and due date."""
    calendar = uow.context.calendar
    accept_by = calendar.add_working_days(
        case.filed_at, uow.context.catalog.organisation.acknowledge_working_days
    )
    return Card(
        title=case.number,
        heading=translator.say("complaint.receipt_heading"),
        tone=Tone.GOOD,
        alt=translator.say("complaint.receipt_alt", number=case.number),
        body=_next(uow, translator, case, accept_by),
        rows=(
            Row(translator.say("card.topic"), case_text.topic(uow, translator, case)),
            Row(translator.say("card.holder"), translator.full(case_text.assignee(uow, case))),
            Row(translator.say("card.due"), translator.say("card.by", day=dates.day(case.due_at))),
        ),
        buttons=(
            Choice(translator.label("button.copy_number"), ButtonAction.COPY, case.number),
            buttons.choice(translator, "button.track", Button.SHOW_OWN_CASE, case.id),
            *web_button(uow, translator, case),
        ),
        footnote=_first_reply(uow, translator, case),
    )


def for_reporter(uow: UnitOfWork, translator: Translator, case: Complaint, code: str = "") -> Card:
    """Return a case as its reporter sees it: state, department, reason for waiting, and history.

    `code`: the receipt code, with which the buttons identify a case that has no link to its reporter.
    """
    case = reading.by_reporter(case)
    rows = [
        Row(translator.say("card.topic"), case_text.topic(uow, translator, case)),
        Row(translator.say("card.detail"), case.detail),
        Row(translator.say("card.holder"), translator.full(case_text.assignee(uow, case))),
    ]
    if case.is_open:
        rows.append(Row(translator.say("card.due"), case_text.due(uow, translator, case)))
    if case.waiting_for is not None:
        rows.append(Row(translator.say("card.waits"), case_text.waits(translator, case)))
    return Card(
        title=case.number,
        heading=case_text.state(translator, case),
        tone=case_text.tone(uow, case),
        alt=translator.say(
            "tracking.alt",
            number=case.number,
            status=translator.translations.sentences[f"status.{case.status.value}"],
        ),
        body="\n".join(
            line
            for day in case_text.timeline(uow, translator, case)
            for line in (day.name, *day.steps)
        ),
        rows=tuple(rows),
        photos=photo_addresses(uow, case, uow.tx.attachments.of_case(case.id), Moment.AFTER),
        buttons=(
            *reporter_buttons(uow, translator, case, code),
            *web_button(uow, translator, case),
            Choice(translator.label("button.copy_number"), ButtonAction.COPY, case.number),
        ),
    )


def reporter_buttons(
    uow: UnitOfWork, translator: Translator, case: Complaint, code: str = ""
) -> tuple[Choice, ...]:
    """Return the buttons of the reporter's possible actions now. `code`: as in `for_reporter`."""
    key = code or case.id
    if case.status is Status.CLOSED and case.verdict in {Verdict.PENDING, Verdict.SILENT}:
        return verdict_buttons(translator, key)
    if case.status is Status.CLOSED and not may_leave_by(Outlet.RATING, case):
        return ()
    if case.status is Status.CLOSED:
        return _rate_buttons(uow, translator, case)
    if case.status is Status.NOT_OURS and may_leave_by(Outlet.SUPERIORS, case):
        return (buttons.choice(translator, "button.disagree", Button.DISPUTE, key),)
    if not case.is_open:
        return ()
    is_asked = case.status is Status.ASKED
    found = {Button.ANSWER: "button.answer"} if is_asked else {Button.ADD: "button.add"}
    if permission.may_be_withdrawn(uow, case):
        found[Button.WITHDRAW] = "button.withdraw"
    return buttons.choices(translator, found, key)


def _rate_buttons(uow: UnitOfWork, translator: Translator, case: Complaint) -> tuple[Choice, ...]:
    """Return the button to rate for RATE_WITHIN, or for CHANGE_WITHIN after a rating the button to change it."""
    rated = own_answers.rating_of(uow, case.reporter, case.id)
    if rated is None:
        if case.ended_at is None or uow.now - case.ended_at > RATE_WITHIN:
            return ()
        return (buttons.choice(translator, "button.rate", Button.RATE_CASE, case.id),)
    if uow.now - rated.submitted_at > CHANGE_WITHIN:
        return ()
    return (buttons.choice(translator, "button.rate_again", Button.RATE_CASE, case.id),)


def verdict_buttons(translator: Translator, key: int | str) -> tuple[Choice, ...]:
    """Return the buttons "fixed" and "not fixed". `key`: the id of the case or its receipt code."""
    labels = {Button.CONFIRM: "button.fixed", Button.DISPUTE: "button.not_fixed"}
    return buttons.choices(translator, labels, key)


def summary(uow: UnitOfWork, translator: Translator, case: Complaint, opens: Button) -> Card:
    """Return a card for a list of cases. `opens`: the button that shows the whole case to this reader."""
    return Card(
        title=case.number,
        heading=case_text.state(translator, case),
        tone=case_text.tone(uow, case),
        alt=case.number,
        body=case.detail,
        rows=(
            Row(translator.say("card.topic"), case_text.topic(uow, translator, case)),
            Row(
                translator.say("card.filed"),
                translator.say("card.on", day=dates.day(case.filed_at)),
            ),
            *(
                (Row(translator.say("card.holder"), case_text.holder(uow, translator, case)),)
                if opens is Button.SHOW_CASE
                else ()
            ),
            due_row(uow, translator, case),
        ),
        buttons=(buttons.choice(translator, "button.details", opens, case.id),),
        about=(case.id,) if opens is Button.SHOW_CASE else (),
    )


def for_officer(
    uow: UnitOfWork, translator: Translator, case: Complaint, reader: Officer, *, heading: str
) -> Card:
    """Return a case as an officer sees it: story, photos, map, due date, last messages and buttons for actions.

    `reader`: that officer; the URLs of the files work only for them.
    """
    case = reading.by_officer(uow, reader, case)
    evidence = uow.tx.attachments.of_case(case.id)
    rows = [
        Row(translator.say("card.topic"), case_text.topic(uow, translator, case)),
        *(
            conduct_card.particulars(translator, case.conduct, custodians.named_before(uow, case))
            if case.conduct
            else (
                Row(
                    translator.say("card.place"),
                    case_text.told_place_text(uow, translator, case.place, case.detail),
                ),
                *_script_row(translator, case),
            )
        ),
        Row(translator.say("card.reporter"), case_text.reporter_name(uow, translator, case)),
        Row(
            translator.say("card.filed"), translator.say("card.at", hour=dates.hour(case.filed_at))
        ),
        Row(translator.say("card.holder"), case_text.holder(uow, translator, case)),
        due_row(uow, translator, case),
        *delivery.untold_row(uow, translator, case),
    ]
    if case.waiting_for is not None:
        rows.append(Row(translator.say("card.waits"), case_text.waits(translator, case)))
    if evidence:
        rows.append(
            Row(
                translator.say("card.evidence"),
                translator.full(counted(translator.translations, evidence)),
            )
        )
    rows += history.recent_notes(uow, translator, case)
    return Card(
        title=case.number,
        heading=heading,
        tone=case_text.tone(uow, case),
        alt=officer_alt(translator, case, heading, case.detail),
        body=case.detail,
        rows=tuple(rows),
        photos=photo_addresses(uow, case, evidence, Moment.BEFORE, reader),
        buttons=(
            *officer_buttons(uow, translator, case, reader),
            *whole_button(uow, translator, case, evidence),
            *file_buttons(uow, translator, case, evidence, reader),
            *(
                (map_button(translator, case.place.latitude, case.place.longitude),)
                if case.place.latitude is not None and case.place.longitude is not None
                else ()
            ),
        ),
        about=(case.id,),
    )


def _script_row(translator: Translator, case: Complaint) -> tuple[Row, ...]:
    """Return a row with the script of a story if the office cannot be expected to read it; else empty."""
    script = script_in(case.detail)
    if script is None:
        return ()
    return (Row(translator.say("foreign.row"), translator.say(f"foreign.script_{script}")),)


def officer_alt(translator: Translator, case: Complaint, heading: str, quoted: str) -> str:
    """Return the text of the notification; for a staff complaint only the case number.

    `quoted`: the text to quote, cut to 60 characters.
    """
    if not may_leave_by(Outlet.LOCK_SCREEN, case):
        return translator.say("conduct.alt", number=case.number)
    return translator.say(
        "officer.case_alt", heading=heading, number=case.number, detail=quoted[:60]
    )


FREQUENT_ACTS = {
    Action.REOPEN: Button.REOPEN,
    Action.ACCEPT: Button.ACCEPT,
    Action.UPDATE: Button.UPDATE,
    Action.ASK: Button.ASK,
    Action.CLOSE: Button.CLOSE,
}


def officer_buttons(
    uow: UnitOfWork, translator: Translator, case: Complaint, reader: Officer
) -> tuple[Choice, ...]:
    """Return the buttons for the reader's frequent actions and one that shows the others.

    Whoever only reads the case gets no action; if they may order its next step, that is their button.
    """
    acts = permission.acts_of(uow, reader, case)
    labels = {
        button: f"button.{button.step}" for act, button in FREQUENT_ACTS.items() if act in acts
    }
    if case.is_open and acts:
        labels[Button.MORE_ACTS] = "button.more"
    elif case.is_open and permission.may_urge(uow, reader, case):
        labels[Button.INSTRUCT] = "button.urge"
    return buttons.choices(translator, labels, case.id)


def referral(
    uow: UnitOfWork, translator: Translator, case: Complaint, officer: str, note: str
) -> Card:
    """Return the card that asks a superior whether a case is another agency's duty."""
    heading = translator.say("officer.referral_heading", officer=officer)
    return Card(
        title=case.number,
        heading=heading,
        tone=Tone.WAITING,
        alt=officer_alt(translator, case, heading, case.detail),
        body=case.detail,
        rows=(
            Row(translator.say("card.topic"), case_text.topic(uow, translator, case)),
            Row(translator.say("card.place"), case_text.place(uow, translator, case.place)),
            Row(translator.say("officer.referral_note"), note),
        ),
        buttons=(
            buttons.choice(translator, "button.agree", Button.AGREE_REFERRAL, case.id),
            buttons.choice(translator, "button.refuse", Button.REFUSE_REFERRAL, case.id),
            buttons.choice(translator, "button.details", Button.SHOW_CASE, case.id),
        ),
        about=(case.id,),
    )


def whole_button(
    uow: UnitOfWork, translator: Translator, case: Complaint, evidence: Sequence[Attachment]
) -> tuple[Choice, ...]:
    """Return the button that shows the complete case, if the card may be too small for it.

    A card shows the reporter's first photos and files and the last notes, and truncates long texts.
    """
    shown = [one for one in evidence if one.moment is Moment.BEFORE]
    notes = [] if case.filed_at == uow.now else history.all_notes(uow, translator, case)
    is_on_card = (
        len(case.detail) <= WORDS_ON_CARD
        and len(evidence) <= PHOTOS_SHOWN
        and len(shown) == len(evidence)
        and sum(map(len, notes)) <= WORDS_ON_CARD
        and case.conduct is None
    )
    if is_on_card:
        return ()
    return (buttons.choice(translator, "button.whole", Button.WHOLE_CASE, case.id),)


def web_button(uow: UnitOfWork, translator: Translator, case: Complaint) -> tuple[Choice, ...]:
    """Return the button to the web page of the case; none for a staff complaint or without a public URL."""
    address = uow.context.signed_urls.case(case) if may_leave_by(Outlet.WEB_PAGE, case) else None
    return (
        (Choice(translator.label("button.web_page"), ButtonAction.LINK, address),)
        if address
        else ()
    )


def call_button(translator: Translator, phone: str) -> Choice:
    return Choice(
        translator.label("button.call"), ButtonAction.LINK, f"tel:{phone.replace(' ', '')}"
    )


def map_button(translator: Translator, latitude: float, longitude: float) -> Choice:
    address = f"https://www.google.com/maps/search/?api=1&query={latitude},{longitude}"
    return Choice(translator.label("button.map"), ButtonAction.LINK, address)


def due_row(uow: UnitOfWork, translator: Translator, case: Complaint) -> Row:
    """Return the row with the due date, or for an ended case with the date of its end."""
    if case.ended_at is not None:
        ended = translator.say("card.on", day=dates.day(case.ended_at))
        return Row(translator.say("card.ended"), ended)
    return Row(translator.say("card.due"), case_text.due(uow, translator, case))


def _next(uow: UnitOfWork, translator: Translator, case: Complaint, accept_by: datetime) -> str:
    """Return the text about the next step; outside office hours also when the office opens."""
    following = translator.say("complaint.receipt_next", day=dates.day(accept_by))
    opening = uow.context.calendar.received(case.filed_at)
    if opening <= case.filed_at:
        return following
    return f"{translator.say('complaint.receipt_closed', hour=dates.hour(opening))}\n{following}"


def _first_reply(uow: UnitOfWork, translator: Translator, case: Complaint) -> str:
    category = uow.context.catalog.category(case.category)
    return translator.full(Bilingual(category.first_reply, category.first_reply_en)).strip()
