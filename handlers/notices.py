"""Who is told what when something happened to a case. Written into the outbox of the same transaction."""

from domain.complaint import Action, Complaint
from domain.people import DEPARTMENTAL, KEEPERS_OF_RESTRICTED
from handlers import cards
from handlers.desk import Desk
from handlers.dialogue import Card, Tone
from handlers.texts import Voice
from storage.people import Linked
from storage.photos import Moment


def new_case(desk: Desk, case: Complaint) -> None:
    """Every officer of the department hears at once; a restricted case goes to its keepers alone."""
    voice = Voice(desk.office.words)
    card = cards.for_officer(desk, voice, case, heading=voice.say("officer.new_heading"))
    for linked in audience(desk, case):
        desk.tell(linked.line_user_id, [card])


def officer_acted(desk: Desk, case: Complaint, action: Action, note: str) -> None:
    """The resident hears each step: accepted, news, a question, or closed with what was done."""
    voice = voice_of(desk, case.reporter)
    body = voice.say(
        f"notice.{action.value}",
        department=cards.holder(desk, voice, case),
        note=note.strip() or "-",
        reason=case.no_photo_reason,
    )
    buttons = {
        Action.ASK: (cards.open_press(voice, "button.answer", "answer", "case", case.id),),
        Action.CLOSE: (cards.open_press(voice, "button.rate", "rating", "case", case.id),),
    }.get(action, (cards.open_press(voice, "button.track", "track", "show", case.id),))
    desk.tell(
        case.reporter,
        [
            Card(
                title=case.number,
                heading=voice.say(f"status.{case.status.value}"),
                tone=cards.TONES[case.status],
                alt=voice.say("notice.alt", number=case.number, body=body[:80]),
                body=body,
                photos=cards.photo_addresses(desk, case, Moment.AFTER),
                buttons=buttons,
                footnote=(
                    voice.say("notice.no_photo", reason=case.no_photo_reason)
                    if action is Action.CLOSE and case.no_photo_reason
                    else ""
                ),
            )
        ],
    )


def reporter_answered(desk: Desk, case: Complaint, note: str) -> None:
    """Whoever holds the case hears the answer; if nobody holds it, all who could."""
    voice = Voice(desk.office.words)
    heading = voice.say("officer.answered_heading")
    card = Card(
        title=case.number,
        heading=heading,
        tone=Tone.ALERT,
        alt=voice.say("officer.case_alt", heading=heading, number=case.number, detail=note[:60]),
        body=note,
        photos=cards.photo_addresses(desk, case, Moment.BEFORE),
        buttons=cards.officer_buttons(voice, case),
    )
    everyone = audience(desk, case)
    holding = [linked for linked in everyone if linked.officer.id == case.officer_id]
    for linked in holding or everyone:
        desk.tell(linked.line_user_id, [card])


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
