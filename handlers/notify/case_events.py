"""Who is told what when something happened to a case. Written into the outbox of the same transaction."""

from collections.abc import Mapping, Sequence

from domain.cases.complaint import Complaint, WaitingFor
from domain.cases.lifecycle import Act, Action
from domain.figures.push_budget import Weight
from domain.organisation.officers import Officer
from handlers.access import recipients, restricted
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core import buttons, dates
from handlers.core.buttons import Button
from handlers.core.i18n import Bilingual, Translator
from handlers.core.messages import Card, Choice, Text, Tone
from handlers.core.unit_of_work import UnitOfWork
from handlers.notify import department_groups
from handlers.views import attachment_view, case_card, case_text
from storage.cases.attachments import Attachment, Moment

WEIGHTS = {
    Action.ASK: Weight.CALL,
    Action.CLOSE: Weight.ENDING,
    Action.NOT_OURS: Weight.ENDING,
}
"""What an officer's act is worth to the reporter; the others are news."""


def new_case(uow: UnitOfWork, case: Complaint, heading: str = "officer.new_heading") -> None:
    """Every officer of the department hears at once; a case about staff goes to its keepers alone."""
    translator = Translator(uow.context.translations)
    card = case_card.for_officer(uow, translator, case, heading=translator.say(heading))
    weight = Weight.EMERGENCY if is_urgent(uow, case) else Weight.ALERT
    for linked in recipients.audience(uow, case):
        uow.notify(linked.line_user_id, [card], weight)
    department_groups.new_case(uow, case)


def is_urgent(uow: UnitOfWork, case: Complaint) -> bool:
    """Somebody may be in danger: their officers' telephones ring at night too."""
    rings = uow.context.catalog.category(case.category).rings_at_night
    return rings or bool(uow.understood(case.detail).danger)


def many_cases(uow: UnitOfWork, case: Complaint, count: int) -> None:
    """Once, when so many have come that the next come without a notice each."""
    words = Text(Translator(uow.context.translations).say("officer.many_cases", count=count))
    for linked in recipients.audience(uow, case):
        uow.notify(linked.line_user_id, [words], Weight.ALERT)


def officer_acted(uow: UnitOfWork, case: Complaint, act: Act, officer: Officer) -> bool:
    """The resident hears each step; colleagues hear what comes into their hands.

    Returns whether the resident hears of it now, and not with their next answer from us.
    """
    if act.action is Action.ASSIGN:
        _assigned(uow, case, officer)
        return False
    if act.action is Action.TRANSFER:
        new_case(uow, case, "officer.transferred_heading")
    return _tell_reporter(uow, case, act)


def _tell_reporter(uow: UnitOfWork, case: Complaint, act: Act) -> bool:
    address = restricted.address_of(uow, case)
    if address is None:
        return False
    translator = recipients.translator_of(uow, address)
    no_photo = act.proof.why_no_photo if act.action is Action.CLOSE else ""
    return _send(
        uow,
        case,
        address,
        f"notice.{act.action.value}",
        {
            "department": case_text.assignee(uow, case),
            "note": act.note.strip() or "-",
            "waiting_for": case_text.waited_for(uow, case),
            "day": dates.day(case.review_at or case.due_at),
        },
        weight=_weight(act),
        choices=_buttons_after(uow, translator, case, act),
        footnote=translator.say("notice.no_photo", reason=no_photo) if no_photo else "",
    )


def _weight(act: Act) -> Weight:
    # Of a wait its reporter hears when its day comes; what waits for them cannot wait until then.
    if act.waiting_for is WaitingFor.REPORTER:
        return Weight.CALL
    return WEIGHTS.get(act.action, Weight.NEWS)


def tell_reporter(
    uow: UnitOfWork,
    case: Complaint,
    sentence: str,
    facts: Mapping[str, object],
    weight: Weight,
) -> None:
    """A word to whoever reported a case: `sentence` of the words, filled with the facts."""
    address = restricted.address_of(uow, case)
    if address is not None:
        _send(uow, case, address, sentence, facts, weight=weight)


def _send(
    uow: UnitOfWork,
    case: Complaint,
    address: str,
    sentence: str,
    facts: Mapping[str, object],
    *,
    weight: Weight,
    choices: tuple[Choice, ...] = (),
    footnote: str = "",
) -> bool:
    translator = recipients.translator_of(uow, address)
    said = translator.translations.both(sentence, **facts)
    card = Card(
        title=case.number,
        heading=translator.say(f"status.{case.status.value}"),
        tone=case_text.TONES[case.status],
        alt=_alt(translator, case, said),
        body=translator.full(said),
        photos=attachment_view.photo_addresses(
            uow, uow.tx.attachments.of_case(case.id), Moment.AFTER
        ),
        buttons=choices
        or (buttons.choice(translator, "button.track", Button.SHOW_OWN_CASE, case.id),),
        footnote=footnote,
    )
    return uow.notify(address, [card], weight, case_id=case.id)


def _alt(translator: Translator, case: Complaint, said: Bilingual) -> str:
    """What a locked screen shows: of a case about staff nothing but that there is something."""
    if not may_leave_by(Outlet.LOCK_SCREEN, case):
        return translator.say("conduct.alt", number=case.number)
    return translator.say(
        "notice.alt", number=case.number, body=Bilingual(said.th[:80], said.en[:80])
    )


def _buttons_after(
    uow: UnitOfWork, translator: Translator, case: Complaint, act: Act
) -> tuple[Choice, ...]:
    track = buttons.choice(translator, "button.track", Button.SHOW_OWN_CASE, case.id)
    match act.action:
        case Action.CLOSE:
            return case_card.verdict_buttons(translator, case.id)
        case Action.ASK:
            return (buttons.choice(translator, "button.answer", Button.ANSWER, case.id),)
        case Action.NOT_OURS:
            agencies = uow.context.catalog.organisation.agencies
            return (
                *(
                    case_card.call_button(translator, one.phone)
                    for one in agencies
                    if one.key == act.agency
                ),
                track,
            )
    return (track,)


def _assigned(uow: UnitOfWork, case: Complaint, by: Officer) -> None:
    """The receiver sees the case and who gave it to them."""
    translator = Translator(uow.context.translations)
    heading = translator.say("officer.assigned_heading", officer=by.name)
    card = case_card.for_officer(uow, translator, case, heading=heading)
    for linked in recipients.receiver(uow, case):
        if linked.officer.id != by.id:
            uow.notify(linked.line_user_id, [card], Weight.ALERT)


def reporter_spoke(
    uow: UnitOfWork, case: Complaint, action: Action, note: str, sent: Sequence[Attachment]
) -> None:
    """Whoever holds the case hears the reporter; of "not fixed" the head hears too.

    `sent`: what came with these words; older photos would look like it.
    """
    if action is Action.CONFIRM:
        return
    translator = Translator(uow.context.translations)
    heading = translator.say(f"officer.{action.value}_heading")
    card = Card(
        title=case.number,
        heading=heading,
        tone=Tone.ALERT,
        alt=case_card.officer_alt(translator, case, heading, note),
        body=note or case.detail,
        photos=attachment_view.photo_addresses(uow, sent, Moment.BEFORE),
        buttons=(
            *case_card.officer_buttons(translator, case),
            *attachment_view.file_buttons(uow, translator, sent),
        ),
    )
    weight = Weight.PROMPT if action is Action.DISPUTE else Weight.ALERT
    for linked in recipients.told_of_words(uow, case, action):
        uow.notify(linked.line_user_id, [card], weight)


def low_rating(uow: UnitOfWork, case: Complaint, score: int) -> None:
    """The head hears that somebody was badly served; not who it was, nor of which case."""
    translator = Translator(uow.context.translations)
    topic = case_text.topic(uow, translator, case)
    alert = Text(translator.say("officer.low_rating", topic=topic, score=score))
    for linked in recipients.superiors(uow, recipients.audience(uow, case)):
        uow.notify(linked.line_user_id, [alert], Weight.ALERT)
