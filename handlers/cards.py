"""A case as a card: one face for the resident, one for officers. Officers' cards never show an account."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from domain.complaint import Complaint, Place, Status, Verdict
from domain.conduct import Link
from domain.lifecycle import Action
from domain.satisfaction import CHANGE_DAYS
from handlers import conduct_cards, keepers, moments
from handlers.desk import Desk
from handlers.dialogue import Card, Choice, Does, Press, Row, Tone
from handlers.evidence import counted, file_buttons, photo_addresses
from handlers.texts import Both, Voice
from storage.attachments import Moment

TONES = {
    Status.NEW: Tone.WAITING,
    Status.IN_HAND: Tone.PLAIN,
    Status.ASKED: Tone.ALERT,
    Status.WAITING: Tone.WAITING,
    Status.CLOSED: Tone.GOOD,
    Status.WITHDRAWN: Tone.PLAIN,
    Status.NOT_OURS: Tone.PLAIN,
}
UNTOLD = frozenset({Action.ASSIGN.value, keepers.OPENED})
"""Steps inside the office that say nothing to the resident."""


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
            Row(voice.say("card.topic"), topic(desk, voice, case)),
            Row(voice.say("card.holder"), holder(desk, voice, case)),
            Row(voice.say("card.due"), voice.say("card.by", day=moments.day(case.due_at))),
        ),
        buttons=(
            Choice(voice.label("button.copy_number"), Does.COPY, case.number),
            open_press(voice, "button.track", "track", "show", case.id),
            *web_button(desk, voice, case),
        ),
        footnote=_first_reply(desk, case),
    )


def for_reporter(desk: Desk, voice: Voice, case: Complaint, code: str = "") -> Card:
    """The resident's own case: state, who holds it, why it waits, and what happened so far.

    `code`: what its buttons name the case by, where nothing else ties it to its reporter.
    """
    rows = [
        Row(voice.say("card.topic"), topic(desk, voice, case)),
        Row(voice.say("card.detail"), case.detail),
        Row(voice.say("card.holder"), holder(desk, voice, case)),
    ]
    if case.is_open:
        rows.append(Row(voice.say("card.due"), due(voice, case)))
    if case.waiting_for is not None:
        rows.append(Row(voice.say("card.waits"), waits(voice, case)))
    return Card(
        title=case.number,
        heading=heading(voice, case),
        tone=TONES[case.status],
        alt=voice.say(
            "tracking.alt",
            number=case.number,
            status=voice.words.sentences[f"status.{case.status.value}"],
        ),
        body="\n".join(
            line for day in timeline(desk, voice, case) for line in (day.name, *day.steps)
        ),
        rows=tuple(rows),
        photos=photo_addresses(desk, desk.tx.attachments.of_case(case.id), Moment.AFTER),
        buttons=(
            *reporter_buttons(desk, voice, case, code),
            *web_button(desk, voice, case),
            Choice(voice.label("button.copy_number"), Does.COPY, case.number),
        ),
    )


@dataclass(frozen=True)
class DayOfCase:
    """What happened to a case on one day, a step each, as its reporter may read it."""

    name: str
    steps: tuple[str, ...]


def timeline(desk: Desk, voice: Voice, case: Complaint) -> list[DayOfCase]:
    told = (entry for entry in desk.tx.audit.of(case.id) if entry.action not in UNTOLD)
    return [
        DayOfCase(
            voice.say("card.on", day=day),
            tuple(
                voice.say(
                    f"timeline.{entry.action}", hour=moments.clock(entry.at), note=entry.note or "-"
                )
                for entry in entries
            ),
        )
        for day, entries in groupby(told, key=lambda entry: moments.day(entry.at))
    ]


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
        heading=heading(voice, case),
        tone=TONES[case.status],
        alt=case.number,
        body=case.detail,
        rows=(
            Row(voice.say("card.topic"), topic(desk, voice, case)),
            Row(voice.say("card.filed"), voice.say("card.on", day=moments.day(case.filed_at))),
            due_row(voice, case),
        ),
        buttons=(open_press(voice, "button.details", flow, "show", case.id),),
    )


def for_officer(desk: Desk, voice: Voice, case: Complaint, *, heading: str) -> Card:
    """The case as an officer acts on it: text, photos, map, due date, and what can be done now."""
    evidence = desk.tx.attachments.of_case(case.id)
    rows = [
        Row(voice.say("card.topic"), topic(desk, voice, case)),
        *(
            conduct_cards.particulars(voice, case.conduct)
            if case.conduct
            else (Row(voice.say("card.place"), place(desk, voice, case.place)),)
        ),
        Row(voice.say("card.reporter"), reporter_name(desk, voice, case)),
        Row(voice.say("card.filed"), voice.say("card.at", hour=moments.hour(case.filed_at))),
        due_row(voice, case),
    ]
    if case.waiting_for is not None:
        rows.append(Row(voice.say("card.waits"), waits(voice, case)))
    if evidence:
        rows.append(Row(voice.say("card.evidence"), counted(voice, evidence)))
    return Card(
        title=case.number,
        heading=heading,
        tone=TONES[case.status],
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


def reporter_name(desk: Desk, voice: Voice, case: Complaint) -> str:
    """The name as LINE knows it, or why there is none."""
    if case.conduct is not None and case.conduct.link is not Link.NAMED:
        return voice.say(f"conduct.reporter_{case.conduct.link.value}")
    if case.hide_name:
        return voice.say("officer.name_hidden")
    person = desk.tx.people.find(case.reporter)
    return (person.display_name if person else "") or voice.say("officer.no_name")


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
    address = None if case.restricted else desk.office.links.case(case.id)
    return (Choice(voice.label("button.web_page"), Does.LINK, address),) if address else ()


def map_button(voice: Voice, latitude: float, longitude: float) -> Choice:
    address = f"https://www.google.com/maps/search/?api=1&query={latitude},{longitude}"
    return Choice(voice.label("button.map"), Does.LINK, address)


def open_press(voice: Voice, key: str, flow: str, step: str, about: int | str) -> Choice:
    """A button that works at any time, on one case."""
    return Choice(voice.label(key), Does.PRESS, str(Press(flow, step, str(about))))


def topic(desk: Desk, voice: Voice, case: Complaint) -> str:
    category = desk.office.catalog.category(case.category)
    return f"{category.icon} {voice.name(Both(category.th, category.en))}"


def holder(desk: Desk, voice: Voice, case: Complaint) -> str:
    if case.restricted:
        kept = keepers.keepers_of(desk, case)
        return keepers.posts(desk, voice, kept) or voice.say("conduct.nobody")
    department = desk.office.catalog.department(case.department)
    return voice.name(Both(department.th, department.en))


def place(desk: Desk, voice: Voice, where: Place) -> str:
    """A place in words, most exact last; says so when none was given."""
    villages = {village.number: village for village in desk.office.catalog.organisation.villages}
    parts = []
    if where.village in villages:
        parts.append(villages[where.village].label)
    if where.words:
        parts.append(where.words)
    if where.latitude is not None and not where.words:
        parts.append(voice.say("card.pinned"))
    return " ".join(parts) or voice.say("card.no_place")


def heading(voice: Voice, case: Complaint) -> str:
    """The state in words; of a closed case what its reporter said of it."""
    if case.verdict is not None:
        return voice.say(f"status.closed_{case.verdict.value}")
    return voice.say(f"status.{case.status.value}")


def due_row(voice: Voice, case: Complaint) -> Row:
    """By when it is to be done; of a case that is over, when it ended."""
    if case.ended_at is not None:
        ended = voice.say("card.on", day=moments.day(case.ended_at))
        return Row(voice.say("card.ended"), ended)
    return Row(voice.say("card.due"), due(voice, case))


def due(voice: Voice, case: Complaint) -> str:
    if case.paused_at is not None:
        return voice.say("card.paused", day=moments.day(case.paused_at))
    return voice.say("card.by", day=moments.day(case.due_at))


def waits(voice: Voice, case: Complaint) -> str:
    assert case.waiting_for is not None
    reason = voice.words.sentences[f"waiting.{case.waiting_for.value}"]
    if case.review_at is None:
        return voice.say("card.waits_for", reason=reason)
    return voice.say("card.waits_until", reason=reason, day=moments.day(case.review_at))


def _next(desk: Desk, voice: Voice, case: Complaint, accept_by: datetime) -> str:
    """What happens next; out of hours, when somebody will look at all."""
    following = voice.say("complaint.receipt_next", day=moments.day(accept_by))
    opening = desk.office.calendar.received(case.filed_at)
    if opening <= case.filed_at:
        return following
    return f"{voice.say('complaint.receipt_closed', hour=moments.hour(opening))}\n{following}"


def _first_reply(desk: Desk, case: Complaint) -> str:
    return desk.office.catalog.category(case.category).first_reply
