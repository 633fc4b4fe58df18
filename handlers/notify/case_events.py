"""Notify people of events of a case. The messages are enqueued in the same transaction."""

from collections.abc import Mapping, Sequence

from domain.cases.complaint import Complaint, words_in
from domain.cases.lifecycle import Act, Action
from domain.figures.push_budget import Weight
from domain.language.after_filing import corrects_place
from domain.organisation.officers import Officer
from handlers.access import custodians, permission, reading, recipients
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core import buttons, dates
from handlers.core.buttons import Button
from handlers.core.i18n import Bilingual, Translator
from handlers.core.messages import Card, Choice, Row, Text, Tone
from handlers.core.unit_of_work import UnitOfWork
from handlers.notify import department_groups
from handlers.views import attachment_view, case_card, case_text
from storage.cases.attachments import Attachment, Moment

WEIGHTS = {
    Action.ASK: Weight.STOP,
    Action.WAIT: Weight.STOP,
    Action.CLOSE: Weight.ENDING,
    Action.NOT_OURS: Weight.ENDING,
    Action.REOPEN: Weight.ENDING,
}
"""The weight of the message to the reporter by the officer's action; Weight.NEWS for all other actions."""


def new_case(
    uow: UnitOfWork,
    case: Complaint,
    heading: str = "officer.new_heading",
    *,
    of_sender: bool = False,
    below: Sequence[Text] = (),
) -> None:
    """Send a case to the officers of its department and to the department's groups.

    A staff complaint is sent only to its custodians. `heading`: the word key of the card's heading. `of_sender`:
    the sender of the current event has filed it. `below`: texts for the officers below the card.
    """
    translator = Translator(uow.context.translations)
    weight = Weight.EMERGENCY if is_urgent(uow, case) else _officer_weight(case)
    notified = recipients.audience(uow, case)
    for linked in notified:
        card = case_card.for_officer(
            uow, translator, case, linked.officer, heading=translator.say(heading)
        )
        uow.notify(linked.line_user_id, [card, *below], weight, of_sender=of_sender)
    custodians.note_sent(uow, notified, case, "new")
    department_groups.new_case(uow, case, of_sender=of_sender)


def _officer_weight(case: Complaint) -> Weight:
    """Return the weight of a message to officers; for custodians the one with a reserve in the push quota."""
    return Weight.ALERT if may_leave_by(Outlet.SUPERIORS, case) else Weight.CUSTODY


def is_urgent(uow: UnitOfWork, case: Complaint) -> bool:
    """Whether somebody may be in danger, so that the notification also rings at night."""
    rings = uow.context.catalog.category(case.category).rings_at_night
    return rings or bool(uow.understood(custodians.for_danger(case).detail).danger)


def many_cases(uow: UnitOfWork, case: Complaint, count: int) -> None:
    """Notify the officers that `count` cases were filed in a burst, and that further ones are not announced."""
    words = Translator(uow.context.translations).say("officer.many_cases", count=count)
    notice = Text(words, about=(case.id,))
    for linked in recipients.audience(uow, case):
        uow.notify(linked.line_user_id, [notice], _officer_weight(case))


def officer_acted(
    uow: UnitOfWork, case: Complaint, act: Act, officer: Officer, entry_id: int = 0
) -> bool:
    """Notify the reporter of an officer's action, and the officers who receive the case by it.

    `entry_id`: the audit entry of the action, so that officers can see whether its message was sent. Returns True
    if a message to the reporter is pushed; False if it is deferred to the next reply, or if there is none: after
    an assignment, or if the reporter cannot be reached.
    """
    if act.action is Action.ASSIGN:
        _assigned(uow, case, officer)
        return False
    if act.action is Action.TRANSFER:
        new_case(uow, case, "officer.transferred_heading")
    return _notify_reporter(uow, case, act, entry_id)


def _notify_reporter(uow: UnitOfWork, case: Complaint, act: Act, entry_id: int) -> bool:
    address = custodians.address_of(uow, case)
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
        weight=WEIGHTS.get(act.action, Weight.NEWS),
        entry_id=entry_id,
        choices=_buttons_after(uow, translator, case, act),
        footnote=translator.say("notice.no_photo", reason=no_photo) if no_photo else "",
    )


def corrected(uow: UnitOfWork, case: Complaint, note: str, entry_id: int) -> bool:
    """Tell the reporter that an officer corrected category or place. Returns as `officer_acted` does."""
    address = custodians.address_of(uow, case)
    if address is None:
        return False
    facts = {"note": note}
    return _send(uow, case, address, "notice.correct", facts, weight=Weight.NEWS, entry_id=entry_id)


def notify_reporter(
    uow: UnitOfWork,
    case: Complaint,
    sentence: str,
    facts: Mapping[str, object],
    weight: Weight,
) -> None:
    """Send a message to the reporter of a case, if they can be reached.

    `sentence`: a word key; `facts`: the values of its placeholders.
    """
    address = custodians.address_of(uow, case)
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
    entry_id: int = 0,
) -> bool:
    translator = recipients.translator_of(uow, address)
    body = translator.translations.both(sentence, **facts)
    card = Card(
        title=case.number,
        heading=translator.say(f"status.{case.status.value}"),
        tone=case_text.tone(uow, case),
        alt=_alt(translator, case, body),
        body=translator.full(body),
        photos=attachment_view.photo_addresses(
            uow, case, uow.tx.attachments.of_case(case.id), Moment.AFTER
        ),
        buttons=choices
        or (buttons.choice(translator, "button.track", Button.SHOW_OWN_CASE, case.id),),
        footnote=footnote or translator.say("notice.written", hour=dates.hour(uow.now)),
    )
    entry = entry_id if may_leave_by(Outlet.DELIVERY, case) else 0
    return uow.notify(address, [card], weight, case_id=case.id, entry_id=entry)


def _alt(translator: Translator, case: Complaint, body: Bilingual) -> str:
    """Return the text of the notification; for a staff complaint only the case number."""
    if not may_leave_by(Outlet.LOCK_SCREEN, case):
        return translator.say("conduct.alt", number=case.number)
    return translator.say(
        "notice.alt", number=case.number, body=Bilingual(body.th[:80], body.en[:80])
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
                buttons.choice(translator, "button.disagree", Button.DISPUTE, case.id),
                track,
            )
    return (track,)


def _assigned(uow: UnitOfWork, case: Complaint, by: Officer) -> None:
    """Send the case to its new assignee, with the name of the officer who assigned it."""
    translator = Translator(uow.context.translations)
    heading = translator.say("officer.assigned_heading", officer=by.name)
    for linked in recipients.assignee(uow, case):
        if linked.officer.id != by.id:
            card = case_card.for_officer(uow, translator, case, linked.officer, heading=heading)
            uow.notify(linked.line_user_id, [card], Weight.ALERT)


def assigned_away(uow: UnitOfWork, case: Complaint, former_id: int, by: Officer) -> None:
    """Tell the former assignee, who may have begun already, to whom a case was assigned instead."""
    if former_id in {by.id, case.officer_id} or case.officer_id is None:
        return
    say = Translator(uow.context.translations).say
    receiver = uow.tx.officers.get(case.officer_id).name
    said = say("officer.assigned_away", officer=by.name, number=case.number, receiver=receiver)
    for linked in uow.tx.officers.linked():
        if linked.officer.id == former_id and permission.may_read(uow, linked.officer, case):
            uow.notify(linked.line_user_id, [Text(said, about=(case.id,))], Weight.ALERT)


def reporter_message(
    uow: UnitOfWork,
    case: Complaint,
    action: Action,
    note: str,
    sent: Sequence[Attachment],
    *,
    question: str = "",
    typed_by: Officer | None = None,
) -> None:
    """Notify the officers of a reporter's message about their case; see `recipients.of_message`.

    A confirmation that the case is fixed notifies nobody. `note`: the text. `sent`: the attachments of this
    message only, because earlier photos would seem to belong to it. `question`: the officer's question that it
    answers. `typed_by`: the officer who typed it for a reporter without LINE and is not told of it.
    """
    if action is Action.CONFIRM:
        return
    translator = Translator(uow.context.translations)
    corrects = action is Action.ADD and corrects_place(note)
    heading = translator.say(f"officer.{'place' if corrects else action.value}_heading")
    weight = Weight.PROMPT if action is Action.DISPUTE else _officer_weight(case)
    notified = [
        one
        for one in recipients.of_message(uow, case, action)
        if typed_by is None or one.officer.id != typed_by.id
    ]
    for linked in notified:
        opened = reading.by_officer(uow, linked.officer, case)
        asked = words_in(question, opened)
        card = Card(
            title=case.number,
            heading=heading,
            tone=Tone.ALERT,
            alt=case_card.officer_alt(translator, case, heading, note or opened.detail),
            body=note or opened.detail,
            rows=(
                *((Row(translator.say("console.asked"), asked),) if asked else ()),
                Row(translator.say("card.topic"), case_text.topic(uow, translator, case)),
                Row(translator.say("card.holder"), case_text.holder(uow, translator, case)),
            ),
            photos=attachment_view.photo_addresses(uow, case, sent, Moment.BEFORE, linked.officer),
            buttons=(
                *case_card.officer_buttons(uow, translator, opened, linked.officer),
                buttons.choice(translator, "button.details", Button.SHOW_CASE, case.id),
                *attachment_view.file_buttons(uow, translator, case, sent, linked.officer),
            ),
            about=(case.id,),
        )
        uow.notify(linked.line_user_id, [card], weight, of_sender=True)
    custodians.note_sent(uow, notified, case, action.value)
