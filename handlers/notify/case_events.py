"""Who is told what when something happened to a case. Written into the outbox of the same transaction."""

from collections.abc import Mapping, Sequence

from domain.cases.complaint import Complaint, WaitingFor
from domain.cases.lifecycle import Act, Action
from domain.figures.push_budget import Weight
from domain.organisation.officers import DEPARTMENTAL, Officer, Role
from handlers.access import restricted as keepers
from handlers.core import dates
from handlers.core.i18n import Both, Voice
from handlers.core.messages import Card, Choice, Text, Tone
from handlers.core.unit_of_work import Desk
from handlers.notify import department_groups
from handlers.views import attachment_view, case_card, case_text
from storage.cases.attachments import Attachment, Moment
from storage.people.residents import Linked

WEIGHTS = {
    Action.ASK: Weight.CALL,
    Action.CLOSE: Weight.ENDING,
    Action.NOT_OURS: Weight.ENDING,
}
"""What an officer's act is worth to the reporter; the others are news."""


def new_case(desk: Desk, case: Complaint, heading: str = "officer.new_heading") -> None:
    """Every officer of the department hears at once; a restricted case goes to its keepers alone."""
    voice = Voice(desk.office.words)
    card = case_card.for_officer(desk, voice, case, heading=voice.say(heading))
    weight = Weight.EMERGENCY if is_urgent(desk, case) else Weight.ALERT
    for linked in audience(desk, case):
        desk.tell(linked.line_user_id, [card], weight)
    department_groups.new_case(desk, case)


def is_urgent(desk: Desk, case: Complaint) -> bool:
    """Somebody may be in danger: their officers' telephones ring at night too."""
    office = desk.office
    rings = office.catalog.category(case.category).rings_at_night
    return rings or bool(office.emergencies.contacts(case.detail))


def many_cases(desk: Desk, case: Complaint, count: int) -> None:
    """Once, when so many have come that the next come without a notice each."""
    words = Text(Voice(desk.office.words).say("officer.many_cases", count=count))
    for linked in audience(desk, case):
        desk.tell(linked.line_user_id, [words], Weight.ALERT)


def officer_acted(desk: Desk, case: Complaint, act: Act, officer: Officer) -> bool:
    """The resident hears each step; colleagues hear what comes into their hands.

    Returns whether the resident hears of it now, and not with their next answer from us.
    """
    if act.action is Action.ASSIGN:
        _assigned(desk, case, officer)
        return False
    if act.action is Action.TRANSFER:
        new_case(desk, case, "officer.transferred_heading")
    return _tell_reporter(desk, case, act)


def _tell_reporter(desk: Desk, case: Complaint, act: Act) -> bool:
    address = keepers.address_of(desk, case)
    if address is None:
        return False
    voice = voice_of(desk, address)
    no_photo = act.proof.why_no_photo if act.action is Action.CLOSE else ""
    return _send(
        desk,
        case,
        address,
        f"notice.{act.action.value}",
        {
            "department": case_text.holder(desk, case),
            "note": act.note.strip() or "-",
            "waiting_for": case_text.waited_for(desk, case),
            "day": dates.day(case.review_at or case.due_at),
        },
        weight=_weight(act),
        buttons=_buttons_after(desk, voice, case, act),
        footnote=voice.say("notice.no_photo", reason=no_photo) if no_photo else "",
    )


def _weight(act: Act) -> Weight:
    # Of a wait its reporter hears when its day comes; what waits for them cannot wait until then.
    if act.waiting_for is WaitingFor.REPORTER:
        return Weight.CALL
    return WEIGHTS.get(act.action, Weight.NEWS)


def tell_reporter(
    desk: Desk,
    case: Complaint,
    sentence: str,
    facts: Mapping[str, object],
    weight: Weight,
) -> None:
    """A word to whoever reported a case: `sentence` of the words, filled with the facts."""
    address = keepers.address_of(desk, case)
    if address is not None:
        _send(desk, case, address, sentence, facts, weight=weight)


def _send(
    desk: Desk,
    case: Complaint,
    address: str,
    sentence: str,
    facts: Mapping[str, object],
    *,
    weight: Weight,
    buttons: tuple[Choice, ...] = (),
    footnote: str = "",
) -> bool:
    voice = voice_of(desk, address)
    said = voice.words.both(sentence, **facts)
    card = Card(
        title=case.number,
        heading=voice.say(f"status.{case.status.value}"),
        tone=case_text.TONES[case.status],
        alt=_alt(voice, case, said),
        body=voice.full(said),
        photos=attachment_view.photo_addresses(
            desk, desk.tx.attachments.of_case(case.id), Moment.AFTER
        ),
        buttons=buttons or (case_card.open_press(voice, "button.track", "track", "show", case.id),),
        footnote=footnote,
    )
    return desk.tell(address, [card], weight, case_id=case.id)


def _alt(voice: Voice, case: Complaint, said: Both) -> str:
    """What a locked screen shows: of a case about staff nothing but that there is something."""
    if case.restricted:
        return voice.say("conduct.alt", number=case.number)
    return voice.say("notice.alt", number=case.number, body=Both(said.th[:80], said.en[:80]))


def _buttons_after(desk: Desk, voice: Voice, case: Complaint, act: Act) -> tuple[Choice, ...]:
    track = case_card.open_press(voice, "button.track", "track", "show", case.id)
    match act.action:
        case Action.CLOSE:
            return case_card.verdict_buttons(voice, case.id)
        case Action.ASK:
            return (case_card.open_press(voice, "button.answer", "own", Action.ANSWER, case.id),)
        case Action.NOT_OURS:
            agencies = desk.office.catalog.organisation.agencies
            return (
                *(
                    case_card.call_button(voice, one.phone)
                    for one in agencies
                    if one.key == act.agency
                ),
                track,
            )
    return (track,)


def _assigned(desk: Desk, case: Complaint, by: Officer) -> None:
    """The receiver sees the case and who gave it to them."""
    voice = Voice(desk.office.words)
    heading = voice.say("officer.assigned_heading", officer=by.name)
    card = case_card.for_officer(desk, voice, case, heading=heading)
    for linked in desk.tx.officers.linked():
        if linked.officer.id == case.officer_id and linked.officer.id != by.id:
            desk.tell(linked.line_user_id, [card], Weight.ALERT)


def reporter_spoke(
    desk: Desk, case: Complaint, action: Action, note: str, sent: Sequence[Attachment]
) -> None:
    """Whoever holds the case hears the reporter; of "not fixed" the head hears too.

    `sent`: what came with these words; older photos would look like it.
    """
    if action is Action.CONFIRM:
        return
    voice = Voice(desk.office.words)
    heading = voice.say(f"officer.{action.value}_heading")
    card = Card(
        title=case.number,
        heading=heading,
        tone=Tone.ALERT,
        alt=case_card.officer_alt(voice, case, heading, note),
        body=note or case.detail,
        photos=attachment_view.photo_addresses(desk, sent, Moment.BEFORE),
        buttons=(
            *case_card.officer_buttons(voice, case),
            *attachment_view.file_buttons(desk, voice, sent),
        ),
    )
    everyone, told = audience(desk, case), in_hand_of(desk, case)
    if action is Action.DISPUTE and not case.restricted:
        told = [*told, *(one for one in superiors(desk, everyone) if one not in told)]
    weight = Weight.PROMPT if action is Action.DISPUTE else Weight.ALERT
    for linked in told:
        desk.tell(linked.line_user_id, [card], weight)


def low_rating(desk: Desk, case: Complaint, score: int) -> None:
    """The head hears that somebody was badly served; not who it was, nor of which case."""
    voice = Voice(desk.office.words)
    topic = case_text.topic(desk, voice, case)
    alert = Text(voice.say("officer.low_rating", topic=topic, score=score))
    for linked in superiors(desk, audience(desk, case)):
        desk.tell(linked.line_user_id, [alert], Weight.ALERT)


def superiors(desk: Desk, everyone: Sequence[Linked]) -> list[Linked]:
    """The heads among those who hear of an ordinary case; where there is no head, the ปลัด stands in."""
    heads = [one for one in everyone if one.officer.role is Role.HEAD]
    return heads or with_role(desk, Role.PALAD)


def with_role(desk: Desk, role: Role) -> list[Linked]:
    return [linked for linked in desk.tx.officers.linked() if linked.officer.role is role]


def in_hand_of(desk: Desk, case: Complaint) -> list[Linked]:
    """Who holds a case, whatever their post, while they may read it; else everyone who is told of it."""
    holding = [
        linked
        for linked in desk.tx.officers.linked()
        if linked.officer.id == case.officer_id and keepers.may_read(desk, linked.officer, case)
    ]
    return holding or audience(desk, case)


def audience(desk: Desk, case: Complaint) -> list[Linked]:
    """The officers who are told of a case; where a department has nobody on LINE, the ปลัด or นายก."""
    if case.restricted:
        return list(keepers.keepers_of(desk, case))
    linked = desk.tx.officers.linked()
    of_department = [
        other
        for other in linked
        if other.officer.role in DEPARTMENTAL and other.officer.department == case.department
    ]
    for stand_in in (Role.PALAD, Role.NAYOK):
        of_department = of_department or [one for one in linked if one.officer.role is stand_in]
    return of_department


def voice_of(desk: Desk, line_user_id: str) -> Voice:
    person = desk.tx.people.find(line_user_id)
    return Voice(desk.office.words, "en" if person and person.language == "en" else "th")
