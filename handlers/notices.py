"""Who is told what when something happened to a case. Written into the outbox of the same transaction."""

from domain.complaint import Complaint
from domain.lifecycle import Act, Action
from domain.people import DEPARTMENTAL, KEEPERS_OF_RESTRICTED, Officer, Role
from handlers import cards, evidence, moments
from handlers.desk import Desk
from handlers.dialogue import Card, Choice, Text, Tone
from handlers.texts import Voice
from storage.attachments import Moment
from storage.people import Linked


def new_case(desk: Desk, case: Complaint) -> None:
    """Every officer of the department hears at once; a restricted case goes to its keepers alone."""
    voice = Voice(desk.office.words)
    card = cards.for_officer(desk, voice, case, heading=voice.say("officer.new_heading"))
    for linked in audience(desk, case):
        desk.tell(linked.line_user_id, [card])


def officer_acted(desk: Desk, case: Complaint, act: Act, officer: Officer) -> None:
    """The resident hears each step; colleagues hear what comes into their hands."""
    if act.action is Action.ASSIGN:
        _assigned(desk, case, officer)
        return
    if act.action is Action.TRANSFER:
        new_case(desk, case)
    _tell_reporter(desk, case, act)


def _tell_reporter(desk: Desk, case: Complaint, act: Act) -> None:
    voice = voice_of(desk, case.reporter)
    ending = desk.tx.complaints.last_ending(case.id)
    body = voice.say(
        f"notice.{act.action.value}",
        department=cards.holder(desk, voice, case),
        note=act.note.strip() or "-",
        waiting_for=_waiting_for(voice, case),
        day=moments.day(case.review_at or case.due_at),
    )
    no_photo = ending.no_photo_reason if ending and act.action is Action.CLOSE else ""
    desk.tell(
        case.reporter,
        [
            Card(
                title=case.number,
                heading=voice.say(f"status.{case.status.value}"),
                tone=cards.TONES[case.status],
                alt=voice.say("notice.alt", number=case.number, body=body[:80]),
                body=body,
                photos=evidence.photo_addresses(desk, case, Moment.AFTER),
                buttons=_buttons_after(voice, case, act.action),
                footnote=voice.say("notice.no_photo", reason=no_photo) if no_photo else "",
            )
        ],
    )


def _buttons_after(voice: Voice, case: Complaint, action: Action) -> tuple[Choice, ...]:
    if action is Action.CLOSE:
        return cards.verdict_buttons(voice, case)
    if action is Action.ASK:
        return (cards.open_press(voice, "button.answer", "own", Action.ANSWER, case.id),)
    return (cards.open_press(voice, "button.track", "track", "show", case.id),)


def _assigned(desk: Desk, case: Complaint, by: Officer) -> None:
    """The receiver sees the case and who gave it to them."""
    voice = Voice(desk.office.words)
    heading = voice.say("officer.assigned_heading", officer=by.name)
    card = cards.for_officer(desk, voice, case, heading=heading)
    for linked in desk.tx.officers.linked():
        if linked.officer.id == case.officer_id and linked.officer.id != by.id:
            desk.tell(linked.line_user_id, [card])


def reporter_spoke(desk: Desk, case: Complaint, action: Action, note: str) -> None:
    """Whoever holds the case hears the reporter; of "not fixed" the head hears too."""
    if action is Action.CONFIRM:
        return
    voice = Voice(desk.office.words)
    heading = voice.say(f"officer.{action.value}_heading")
    card = Card(
        title=case.number,
        heading=heading,
        tone=Tone.ALERT,
        alt=voice.say("officer.case_alt", heading=heading, number=case.number, detail=note[:60]),
        body=note or case.detail,
        photos=evidence.photo_addresses(desk, case, Moment.BEFORE),
        buttons=(
            *cards.officer_buttons(voice, case),
            *evidence.file_buttons(desk, voice, case),
        ),
    )
    everyone = audience(desk, case)
    told = [linked for linked in everyone if linked.officer.id == case.officer_id] or everyone
    if action is Action.DISPUTE:
        heads = [other for other in everyone if other.officer.role is Role.HEAD]
        told = [*told, *(head for head in heads if head not in told)]
    for linked in told:
        desk.tell(linked.line_user_id, [card])


def low_rating(desk: Desk, case: Complaint, score: int) -> None:
    """The heads hear that somebody was badly served; not who it was, nor of which case."""
    voice = Voice(desk.office.words)
    topic = cards.topic(desk, voice, case)
    alert = Text(voice.say("officer.low_rating", topic=topic, score=score))
    for linked in audience(desk, case):
        if linked.officer.role is Role.HEAD:
            desk.tell(linked.line_user_id, [alert])


def audience(desk: Desk, case: Complaint) -> list[Linked]:
    """The officers who are told of a case."""
    linked = desk.tx.officers.linked()
    if not case.restricted:
        return [
            other
            for other in linked
            if other.officer.role in DEPARTMENTAL and other.officer.department == case.department
        ]
    for role in KEEPERS_OF_RESTRICTED:
        keepers = [other for other in linked if other.officer.role is role]
        if keepers:
            return keepers
    return []


def voice_of(desk: Desk, line_user_id: str) -> Voice:
    person = desk.tx.people.find(line_user_id)
    return Voice(desk.office.words, "en" if person and person.language == "en" else "th")


def _waiting_for(voice: Voice, case: Complaint) -> object:
    if case.waiting_for is None:
        return "-"
    return voice.words.sentences[f"waiting.{case.waiting_for.value}"]
