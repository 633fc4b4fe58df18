"""A case as a card: one face for the resident, one for officers. Officers' cards never show an account."""

from datetime import datetime, timedelta

from domain.cases.complaint import Complaint, Status, Verdict
from domain.cases.lifecycle import Action
from domain.figures.rating_scale import CHANGE_DAYS
from handlers import history
from handlers.core import dates
from handlers.core.i18n import Both, Voice
from handlers.core.messages import Card, Choice, Does, Press, Row, Tone
from handlers.core.unit_of_work import Desk
from handlers.views import case_text, conduct_card
from handlers.views.attachment_view import counted, file_buttons, photo_addresses
from storage.cases.attachments import Moment


def receipt(desk: Desk, voice: Voice, case: Complaint) -> Card:
    """What the resident gets for a complaint: its number, who holds it, what is next and by when."""
    calendar = desk.office.calendar
    accept_by = calendar.add_working_days(
        case.filed_at, desk.office.catalog.organisation.acknowledge_working_days
    )
    return Card(
        title=case.number,
        heading=voice.say("complaint.receipt_heading"),
        tone=Tone.GOOD,
        alt=voice.say("complaint.receipt_alt", number=case.number),
        body=_next(desk, voice, case, accept_by),
        rows=(
            Row(voice.say("card.topic"), case_text.topic(desk, voice, case)),
            Row(voice.say("card.holder"), voice.full(case_text.holder(desk, case))),
            Row(voice.say("card.due"), voice.say("card.by", day=dates.day(case.due_at))),
        ),
        buttons=(
            Choice(voice.label("button.copy_number"), Does.COPY, case.number),
            open_press(voice, "button.track", "track", "show", case.id),
            *web_button(desk, voice, case),
        ),
        footnote=_first_reply(desk, voice, case),
    )


def for_reporter(desk: Desk, voice: Voice, case: Complaint, code: str = "") -> Card:
    """The resident's own case: state, who holds it, why it waits, and what happened so far.

    `code`: what its buttons name the case by, where nothing else ties it to its reporter.
    """
    rows = [
        Row(voice.say("card.topic"), case_text.topic(desk, voice, case)),
        Row(voice.say("card.detail"), case.detail),
        Row(voice.say("card.holder"), voice.full(case_text.holder(desk, case))),
    ]
    if case.is_open:
        rows.append(Row(voice.say("card.due"), case_text.due(voice, case)))
    if case.waiting_for is not None:
        rows.append(Row(voice.say("card.waits"), case_text.waits(voice, case)))
    return Card(
        title=case.number,
        heading=case_text.state(voice, case),
        tone=case_text.TONES[case.status],
        alt=voice.say(
            "tracking.alt",
            number=case.number,
            status=voice.words.sentences[f"status.{case.status.value}"],
        ),
        body="\n".join(
            line for day in case_text.timeline(desk, voice, case) for line in (day.name, *day.steps)
        ),
        rows=tuple(rows),
        photos=photo_addresses(desk, desk.tx.attachments.of_case(case.id), Moment.AFTER),
        buttons=(
            *reporter_buttons(desk, voice, case, code),
            *web_button(desk, voice, case),
            Choice(voice.label("button.copy_number"), Does.COPY, case.number),
        ),
    )


def reporter_buttons(
    desk: Desk, voice: Voice, case: Complaint, code: str = ""
) -> tuple[Choice, ...]:
    """What the reporter can do with their case now."""
    key = code or case.id
    if case.status is Status.CLOSED and case.verdict in {Verdict.PENDING, Verdict.SILENT}:
        return verdict_buttons(voice, key)
    if case.status is Status.CLOSED and case.restricted:
        return ()
    if case.status is Status.CLOSED:
        return _rate_buttons(desk, voice, case)
    if not case.is_open:
        return ()
    first = Action.ANSWER if case.status is Status.ASKED else Action.ADD
    return tuple(
        open_press(voice, f"button.{action.value}", "own", action, key)
        for action in (first, Action.WITHDRAW)
    )


def _rate_buttons(desk: Desk, voice: Voice, case: Complaint) -> tuple[Choice, ...]:
    """To rate, or for some days to think again."""
    rated_at = desk.tx.ratings.rated_at(case.reporter, case.id)
    if rated_at is None:
        return (open_press(voice, "button.rate", "rating", "case", case.id),)
    if desk.now - rated_at > timedelta(days=CHANGE_DAYS):
        return ()
    return (open_press(voice, "button.rate_again", "rating", "case", case.id),)


def verdict_buttons(voice: Voice, key: int | str) -> tuple[Choice, ...]:
    return (
        open_press(voice, "button.fixed", "own", Action.CONFIRM, key),
        open_press(voice, "button.not_fixed", "own", Action.DISPUTE, key),
    )


def summary(desk: Desk, voice: Voice, case: Complaint, *, flow: str) -> Card:
    """A case in a list; its button opens the whole.

    `flow` says who reads it: `track` its reporter, `officer` the staff.
    """
    return Card(
        title=case.number,
        heading=case_text.state(voice, case),
        tone=case_text.TONES[case.status],
        alt=case.number,
        body=case.detail,
        rows=(
            Row(voice.say("card.topic"), case_text.topic(desk, voice, case)),
            Row(voice.say("card.filed"), voice.say("card.on", day=dates.day(case.filed_at))),
            due_row(voice, case),
        ),
        buttons=(open_press(voice, "button.details", flow, "show", case.id),),
    )


def for_officer(desk: Desk, voice: Voice, case: Complaint, *, heading: str) -> Card:
    """The case as an officer acts on it: text, photos, map, due date, what was said, what can be done now."""
    evidence = desk.tx.attachments.of_case(case.id)
    rows = [
        Row(voice.say("card.topic"), case_text.topic(desk, voice, case)),
        *(
            conduct_card.particulars(voice, case.conduct)
            if case.conduct
            else (Row(voice.say("card.place"), case_text.place(desk, voice, case.place)),)
        ),
        Row(voice.say("card.reporter"), case_text.reporter_name(desk, voice, case)),
        Row(voice.say("card.filed"), voice.say("card.at", hour=dates.hour(case.filed_at))),
        due_row(voice, case),
    ]
    if case.waiting_for is not None:
        rows.append(Row(voice.say("card.waits"), case_text.waits(voice, case)))
    if evidence:
        rows.append(Row(voice.say("card.evidence"), voice.full(counted(voice.words, evidence))))
    rows += history.said(desk, voice, case)
    return Card(
        title=case.number,
        heading=heading,
        tone=case_text.TONES[case.status],
        alt=officer_alt(voice, case, heading, case.detail),
        body=case.detail,
        rows=tuple(rows),
        photos=photo_addresses(desk, evidence, Moment.BEFORE),
        buttons=(
            *officer_buttons(voice, case),
            *file_buttons(desk, voice, evidence),
            *(
                (map_button(voice, case.place.latitude, case.place.longitude),)
                if case.place.latitude is not None and case.place.longitude is not None
                else ()
            ),
        ),
    )


def officer_alt(voice: Voice, case: Complaint, heading: str, said: str) -> str:
    """What a locked screen shows: of a case about staff nothing but that there is something."""
    if case.restricted:
        return voice.say("conduct.alt", number=case.number)
    return voice.say("officer.case_alt", heading=heading, number=case.number, detail=said[:60])


def officer_buttons(voice: Voice, case: Complaint) -> tuple[Choice, ...]:
    """The daily acts on the card; the rarer ones behind one more tap."""
    if not case.is_open:
        return ()
    acts = (Action.UPDATE, Action.ASK, Action.CLOSE)
    first = (Action.ACCEPT,) if case.status is Status.NEW else ()
    return (
        *(
            open_press(voice, f"button.{action.value}", "officer", action, case.id)
            for action in (*first, *acts)
        ),
        open_press(voice, "button.more", "officer", "more", case.id),
    )


def web_button(desk: Desk, voice: Voice, case: Complaint) -> tuple[Choice, ...]:
    """To the case's own page; complaints about staff have none."""
    address = None if case.restricted else desk.office.links.case(case)
    return (Choice(voice.label("button.web_page"), Does.LINK, address),) if address else ()


def call_button(voice: Voice, phone: str) -> Choice:
    return Choice(voice.label("button.call"), Does.LINK, f"tel:{phone.replace(' ', '')}")


def map_button(voice: Voice, latitude: float, longitude: float) -> Choice:
    address = f"https://www.google.com/maps/search/?api=1&query={latitude},{longitude}"
    return Choice(voice.label("button.map"), Does.LINK, address)


def open_press(voice: Voice, key: str, flow: str, step: str, about: int | str) -> Choice:
    """A button that works at any time, on one case."""
    return Choice(voice.label(key), Does.PRESS, str(Press(flow, step, str(about))))


def due_row(voice: Voice, case: Complaint) -> Row:
    """By when it is to be done; of a case that is over, when it ended."""
    if case.ended_at is not None:
        ended = voice.say("card.on", day=dates.day(case.ended_at))
        return Row(voice.say("card.ended"), ended)
    return Row(voice.say("card.due"), case_text.due(voice, case))


def _next(desk: Desk, voice: Voice, case: Complaint, accept_by: datetime) -> str:
    """What happens next; out of hours, when somebody will look at all."""
    following = voice.say("complaint.receipt_next", day=dates.day(accept_by))
    opening = desk.office.calendar.received(case.filed_at)
    if opening <= case.filed_at:
        return following
    return f"{voice.say('complaint.receipt_closed', hour=dates.hour(opening))}\n{following}"


def _first_reply(desk: Desk, voice: Voice, case: Complaint) -> str:
    category = desk.office.catalog.category(case.category)
    return voice.full(Both(category.first_reply, category.first_reply_en)).strip()
