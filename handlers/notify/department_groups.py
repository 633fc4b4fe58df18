"""A department's group: it hears of new cases without a resident's data, and nothing said there is lost.

Whatever concerns a case is asked of the officer alone, in their private chat.
"""

from collections.abc import Sequence

from domain.cases import case_number
from domain.cases.case_number import CaseNumber
from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from domain.figures.push_budget import Weight
from domain.language.group_done import says_done
from domain.organisation.officers import Officer, Role, may_handle
from domain.organisation.organisation import Department
from handlers.core import dates
from handlers.core.i18n import Voice
from handlers.core.messages import Card, Choice, Does, Incoming, Kind, Press, Reply, Text, Tone
from handlers.core.reply_codec import unseal
from handlers.core.unit_of_work import Desk
from handlers.views import case_card, case_text
from storage.cases.audit import Entry
from storage.queues.tasks import Kind as ErrandKind

CASES_ASKED = 8
PLACE_SHOWN = 60
NOT_COUNTED = 200
"""What a push to a group is taken to cost until LINE has told how many are in it."""
MAY_LINK = frozenset({Role.ADMIN, Role.PALAD})


def new_case(desk: Desk, case: Complaint) -> None:
    """The groups of its department hear number, topic, village and due date; of a restricted case none."""
    if case.restricted:
        return
    category = desk.office.catalog.category(case.category)
    villages = {village.number: village for village in desk.office.catalog.organisation.villages}
    village = villages.get(case.place.village or 0)
    notice = desk.office.words.say(
        "group.new_case",
        "th",
        number=case.number,
        topic=category.th,
        place=f"{village.label} " if village else "",
        # On a small plan this waits for the next answer in the group, which may be days away.
        filed=dates.day(case.filed_at),
        day=dates.day(case.due_at),
    )
    for group in desk.tx.groups.of_department(case.department):
        cost = group.members or NOT_COUNTED
        desk.tell(group.group_id, [Text(notice)], Weight.GROUP, recipients=cost)


def remember(desk: Desk, replies: str, message_ids: Sequence[str]) -> None:
    """Note which case each message said in a group was about, so that it can be answered by quoting it.

    `replies`: what was said, as handlers.core.reply_codec seals it; `message_ids`: LINE's, in the same order.
    """
    prefix = desk.office.catalog.organisation.case_prefix
    for reply, message_id in zip(unseal(replies), message_ids, strict=False):
        number = case_number.scan(reply.text, prefix) if isinstance(reply, Text) else None
        case = desk.tx.complaints.by_number(str(number)) if number else None
        if case is not None and message_id:
            desk.tx.groups.said(message_id, case.id, desk.now)


def respond(desk: Desk, incoming: Incoming) -> list[Reply]:
    """In a group we speak when we join and when we are spoken to, and never of anybody's case."""
    voice = Voice(desk.office.words)
    match incoming.kind:
        case Kind.JOIN:
            return [Text(voice.say("group.joined"))]
        case Kind.LEAVE:
            desk.tx.groups.left(incoming.chat, desk.now)
            return []
        case Kind.MEMBERS:
            if desk.tx.groups.find(incoming.chat):
                desk.tx.errands.ask(ErrandKind.GROUP_MEMBERS, incoming.chat, desk.now)
            return []
    officer = desk.tx.officers.by_line(incoming.sender)
    department = _named(desk, incoming.text) if incoming.mentions_us else None
    if department is not None:
        return [Text(_link(desk, voice, incoming.chat, officer, department))]
    if incoming.kind is Kind.TEXT and says_done(incoming.text):
        answer = _heard_done(desk, voice, incoming, officer)
        if answer:
            return [Text(answer)]
    if incoming.press is not None or incoming.mentions_us:
        return [Text(voice.say("group.talk_alone"))]
    return []


def _link(
    desk: Desk, voice: Voice, group_id: str, officer: Officer | None, department: Department
) -> str:
    """Make this the group of a department, if whoever asks may say so."""
    heads_it = officer is not None and officer.role is Role.HEAD
    allowed = officer is not None and (
        officer.role in MAY_LINK or (heads_it and officer.department == department.key)
    )
    if officer is None or not allowed:
        return voice.say("group.may_not_link")
    desk.tx.groups.link(group_id, department.key, officer.id, desk.now)
    desk.tx.errands.ask(ErrandKind.GROUP_MEMBERS, group_id, desk.now)
    desk.tx.audit.add(
        Entry(desk.now, f"officer:{officer.id}", "group_linked", None, None, department.key)
    )
    return voice.say("group.linked", department=department.th)


def _heard_done(desk: Desk, voice: Voice, incoming: Incoming, officer: Officer | None) -> str:
    """Ask the officer alone which case is done; empty when it can be about none."""
    group = desk.tx.groups.find(incoming.chat)
    if officer is None:
        return voice.say("group.who_are_you") if group else ""
    number = _named_number(desk, incoming)
    found = _theirs(desk, officer, number) if number else _could_be_done(desk, officer)
    if number and not found:
        return voice.say("group.not_open", number=number)
    if not found:
        return ""
    desk.tell(incoming.sender, [_question(desk, voice, found, incoming.text)])
    return voice.say("group.asked_alone")


def _named_number(desk: Desk, incoming: Incoming) -> str:
    """The number that was typed, or of the case whose message was quoted; else nothing."""
    number = case_number.scan(incoming.text, desk.office.catalog.organisation.case_prefix)
    if isinstance(number, CaseNumber):
        return str(number)
    quoted = desk.tx.groups.case_of(incoming.quotes) if incoming.quotes else None
    case = desk.tx.complaints.find(quoted) if quoted else None
    return case.number if case else ""


def _theirs(desk: Desk, officer: Officer, number: str) -> Sequence[Complaint]:
    """The open case of this number if they may handle it; one about staff is as if there were none."""
    case = desk.tx.complaints.by_number(number)
    possible = case is not None and case.is_open and not case.restricted
    return [case] if case and possible and _may(officer, case) else []


def _could_be_done(desk: Desk, officer: Officer) -> Sequence[Complaint]:
    """The open cases it can be about when none is named: theirs, else nobody's."""
    held = [case for case in desk.tx.complaints.held_by(officer.id) if not case.restricted]
    if held or officer.department is None:
        return held[:CASES_ASKED]
    waiting = desk.tx.complaints.open_of(
        department=officer.department, restricted=False, limit=CASES_ASKED
    )
    return [case for case in waiting if case.officer_id is None]


def _question(desk: Desk, voice: Voice, found: Sequence[Complaint], said: str) -> Card:
    """Which case is done? One tap closes it as always, with note and proof."""
    if len(found) == 1:
        case = found[0]
        buttons: tuple[Choice, ...] = (
            case_card.open_press(voice, "button.close", "officer", Action.CLOSE, case.id),
            case_card.open_press(voice, "button.not_done", "officer", "not_done", case.id),
        )
        question = voice.say("group.is_it_done", number=case.number, said=said[:100])
    else:
        buttons = tuple(_closing(desk, case) for case in found)
        question = voice.say("group.which_is_done", said=said[:100])
    heading = voice.say("group.done_heading")
    return Card(
        title=found[0].number if len(found) == 1 else heading,
        heading=heading if len(found) == 1 else "",
        tone=Tone.WAITING,
        alt=question,
        body="\n".join((question, *(_line(desk, voice, case) for case in found))),
        buttons=buttons,
    )


def _closing(desk: Desk, case: Complaint) -> Choice:
    topic = desk.office.catalog.category(case.category).th
    press = Press("officer", Action.CLOSE.value, str(case.id))
    return Choice(f"{case.number} {topic}", Does.PRESS, str(press))


def _line(desk: Desk, voice: Voice, case: Complaint) -> str:
    """One case as its officer knows it: two of one topic are told apart by their places."""
    topic = case_text.topic(desk, voice, case)
    where = case_text.place(desk, voice, case.place)
    return f"• {case.number} {topic} {where[:PLACE_SHOWN]}"


def _named(desk: Desk, text: str) -> Department | None:
    """The department whose name, or the first word of it, was typed."""
    for department in desk.office.catalog.departments:
        if department.th.split()[0] in text or department.en.lower() in text.lower():
            return department
    return None


def _may(officer: Officer, case: Complaint) -> bool:
    return may_handle(officer, department=case.department, restricted=case.restricted)
