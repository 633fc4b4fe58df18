"""LINE groups of departments: notices of new cases without personal data, and replies to messages in the group.

Questions about a single case are asked in the private chat of the officer, never in the group.
"""

from collections.abc import Sequence

from domain.cases import case_number
from domain.cases.case_number import CaseNumber
from domain.cases.complaint import Complaint
from domain.figures.push_budget import Weight
from domain.language.group_done import says_done
from domain.organisation.officers import Officer, Role
from domain.organisation.organisation import Department
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.access.permission import may_handle
from handlers.core import buttons, dates
from handlers.core.buttons import Button
from handlers.core.i18n import Translator
from handlers.core.messages import (
    Card,
    Choice,
    EventKind,
    InboundEvent,
    Reply,
    Text,
    Tone,
)
from handlers.core.reply_codec import decode_replies
from handlers.core.unit_of_work import UnitOfWork
from handlers.views import case_text
from storage.cases.audit import Entry
from storage.queues.tasks import TaskKind

CASES_ASKED = 8
PLACE_SHOWN = 60
NOT_COUNTED = 200
"""The assumed number of members of a group until LINE has reported it."""
MAY_LINK = frozenset({Role.ADMIN, Role.PALAD})
"""Roles that may link a group to any department; a head may link one to their own."""


def new_case(uow: UnitOfWork, case: Complaint, *, of_sender: bool) -> None:
    """Send number, topic, village and due date of a case to its department's groups; no staff complaints."""
    if not may_leave_by(Outlet.GROUP, case):
        return
    category = uow.context.catalog.category(case.category)
    villages = {village.number: village for village in uow.context.catalog.organisation.villages}
    village = villages.get(case.place.village or 0)
    notice = uow.context.translations.say(
        "group.new_case",
        "th",
        number=case.number,
        topic=category.th,
        place=f"{village.label} " if village else "",
        # With a small quota the notice waits for the next reply in the group, possibly for days, so it has the
        # date.
        filed=dates.day(case.filed_at),
        day=dates.day(case.due_at),
    )
    for group in uow.tx.groups.of_department(case.department):
        cost = group.members or NOT_COUNTED
        message = Text(notice, about=(case.id,))
        uow.notify(group.group_id, [message], Weight.GROUP, recipients=cost, of_sender=of_sender)


def record_messages(uow: UnitOfWork, replies: str, message_ids: Sequence[str]) -> None:
    """Record which case each message sent to a group was about, so that members can refer to it by quoting.

    `replies`: the messages as encoded by handlers.core.reply_codec. `message_ids`: their LINE ids in the same
    order. Raises UnreadableReplyError if the messages cannot be decoded.
    """
    prefix = uow.context.catalog.organisation.case_prefix
    for reply, message_id in zip(decode_replies(replies), message_ids, strict=False):
        number = case_number.scan(reply.text, prefix) if isinstance(reply, Text) else None
        case = uow.tx.complaints.by_number(str(number)) if number else None
        if case is not None and message_id:
            uow.tx.groups.add_message(message_id, case.id, uow.now)


def respond(uow: UnitOfWork, event: InboundEvent) -> list[Reply]:
    """Handle an event in a group; returns the replies to the group, which never describe a case.

    The bot replies when it joins, when it is mentioned, to a pressed button, and when somebody writes that
    something is done.
    """
    translator = Translator(uow.context.translations)
    match event.kind:
        case EventKind.JOIN:
            return [Text(translator.say("group.joined"))]
        case EventKind.LEAVE:
            uow.tx.groups.left(event.chat, uow.now)
            return []
        case EventKind.MEMBERS:
            if uow.tx.groups.find(event.chat):
                uow.tx.tasks.ask(TaskKind.GROUP_MEMBERS, event.chat, uow.now)
            return []
    officer = uow.tx.officers.by_line(event.sender)
    department = _named(uow, event.text) if event.mentions_us else None
    if department is not None:
        return [Text(_link(uow, translator, event.chat, officer, department))]
    if event.kind is EventKind.TEXT and says_done(event.text):
        answer = _ask_which_is_done(uow, translator, event, officer)
        if answer:
            return [Text(answer)]
    if event.postback is not None or event.mentions_us:
        return [Text(translator.say("group.talk_alone"))]
    return []


def _link(
    uow: UnitOfWork,
    translator: Translator,
    group_id: str,
    officer: Officer | None,
    department: Department,
) -> str:
    """Link this group to a department if the officer is permitted to; returns the text of the reply."""
    heads_it = officer is not None and officer.role is Role.HEAD
    allowed = officer is not None and (
        officer.role in MAY_LINK or (heads_it and officer.department == department.key)
    )
    if officer is None or not allowed:
        return translator.say("group.may_not_link")
    uow.tx.groups.link(group_id, department.key, officer.id, uow.now)
    uow.tx.tasks.ask(TaskKind.GROUP_MEMBERS, group_id, uow.now)
    uow.tx.audit.add(
        Entry(uow.now, f"officer:{officer.id}", "group_linked", None, None, department.key)
    )
    return translator.say("group.linked", department=department.th)


def _ask_which_is_done(
    uow: UnitOfWork, translator: Translator, event: InboundEvent, officer: Officer | None
) -> str:
    """Ask the officer in their private chat which case is done; returns the reply to the group.

    Empty if the message cannot be about a case.
    """
    group = uow.tx.groups.find(event.chat)
    if officer is None:
        return translator.say("group.who_are_you") if group else ""
    number = _named_number(uow, event)
    found = _handled_by(uow, officer, number) if number else _candidates(uow, officer)
    if number and not found:
        return translator.say("group.not_open", number=number)
    if not found:
        return ""
    uow.notify(event.sender, [_question(uow, translator, found, event.text)])
    return translator.say("group.asked_alone")


def _named_number(uow: UnitOfWork, event: InboundEvent) -> str:
    """Return the case number that was typed, or that of the case in the quoted message; else empty."""
    number = case_number.scan(event.text, uow.context.catalog.organisation.case_prefix)
    if isinstance(number, CaseNumber):
        return str(number)
    quoted = uow.tx.groups.case_of(event.quotes) if event.quotes else None
    case = uow.tx.complaints.find(quoted) if quoted else None
    return case.number if case else ""


def _handled_by(uow: UnitOfWork, officer: Officer, number: str) -> Sequence[Complaint]:
    """Return the open ordinary case with this number if the officer may handle it; else an empty list."""
    case = uow.tx.complaints.by_number(number)
    if case is None or not case.is_open or not may_handle(uow, officer, case):
        return []
    return [case]


def _candidates(uow: UnitOfWork, officer: Officer) -> Sequence[Complaint]:
    """Return the open cases that a message without a number can be about.

    These are the cases assigned to the officer; if there are none, the unassigned cases of their department.
    """
    assigned = uow.tx.complaints.assigned_to(officer.id)
    if assigned or officer.department is None:
        return assigned[:CASES_ASKED]
    waiting = uow.tx.complaints.open_of(department=officer.department, limit=CASES_ASKED)
    return [case for case in waiting if case.officer_id is None]


def _question(
    uow: UnitOfWork, translator: Translator, found: Sequence[Complaint], message: str
) -> Card:
    """Return the question which case is done. Its buttons start the usual closing, with note and proof.

    `message`: the officer's message in the group.
    """
    if len(found) == 1:
        case = found[0]
        choices: tuple[Choice, ...] = (
            buttons.choice(translator, "button.close", Button.CLOSE, case.id),
            buttons.choice(translator, "button.not_done", Button.NOT_DONE, case.id),
        )
        question = translator.say("group.is_it_done", number=case.number, message=message[:100])
    else:
        choices = tuple(_closing(uow, case) for case in found)
        question = translator.say("group.which_is_done", message=message[:100])
    heading = translator.say("group.done_heading")
    return Card(
        title=found[0].number if len(found) == 1 else heading,
        heading=heading if len(found) == 1 else "",
        tone=Tone.WAITING,
        alt=question,
        body="\n".join((question, *(_line(uow, translator, case) for case in found))),
        buttons=choices,
        about=tuple(case.id for case in found),
    )


def _closing(uow: UnitOfWork, case: Complaint) -> Choice:
    topic = uow.context.catalog.category(case.category).th
    return buttons.named_choice(f"{case.number} {topic}", Button.CLOSE, case.id)


def _line(uow: UnitOfWork, translator: Translator, case: Complaint) -> str:
    """Return one line about a case: number, topic and, to distinguish cases of one topic, the place."""
    topic = case_text.topic(uow, translator, case)
    where = case_text.place(uow, translator, case.place)
    return f"• {case.number} {topic} {where[:PLACE_SHOWN]}"


def _named(uow: UnitOfWork, text: str) -> Department | None:
    """Return the department whose English name or first word of the Thai name is in the text; else None."""
    for department in uow.context.catalog.departments:
        if department.th.split()[0] in text or department.en.lower() in text.lower():
            return department
    return None
