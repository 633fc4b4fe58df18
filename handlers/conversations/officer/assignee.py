"""To whom a case goes: a colleague, another department, or the agency whose duty it is."""

from domain.cases.lifecycle import Action
from domain.organisation.officers import may_handle
from handlers.conversations.officer.current_case import number_of, officer_of, ways_out
from handlers.core.i18n import Both
from handlers.core.messages import Incoming, Reply, Text
from handlers.engine.conversation import Draft, NotUnderstood, Step, Talk
from handlers.usecases import complaints

RECEIVERS = 11
SENT_ELSEWHERE = frozenset({Action.ASSIGN, Action.TRANSFER, Action.NOT_OURS})


def _ask_receiver(talk: Talk) -> list[Reply]:
    possible = receivers(talk)
    action = talk.draft["action"]
    if not possible:
        return [Text(talk.say(f"officer.nobody_{action}"), ways_out(talk, "receiver"))]
    buttons = tuple(talk.named_button(name, "receiver", key) for key, name in possible.items())[
        :RECEIVERS
    ]
    return [
        Text(
            talk.say(f"officer.ask_receiver_{action}", number=number_of(talk)),
            (*buttons, *ways_out(talk, "receiver")),
        )
    ]


def _hear_receiver(talk: Talk, incoming: Incoming) -> Draft:
    chosen = incoming.press.value if incoming.press else ""
    if chosen not in receivers(talk):
        raise NotUnderstood("complaint.press_needed")
    return {**talk.draft, "receiver": chosen}


def receivers(talk: Talk) -> dict[str, str]:
    """Who the case can go to, by key: colleagues, departments or agencies."""
    case = complaints.seen_by(talk.desk, officer_of(talk), talk.draft["case"])
    catalog = talk.desk.office.catalog
    match talk.draft["action"]:
        case Action.ASSIGN:
            return {
                str(other.id): other.name
                for other in talk.desk.tx.officers.all()
                if other.active
                and other.id != case.officer_id
                and may_handle(other, department=case.department, restricted=case.restricted)
            }
        case Action.TRANSFER:
            return {
                department.key: talk.name(Both(department.short_th, department.short_en))
                for department in catalog.departments
                if department.key != case.department
            }
    return {
        agency.key: talk.name(Both(agency.th, agency.en))
        for agency in catalog.organisation.agencies
    }


STEP = Step(
    "receiver",
    ("receiver",),
    lambda draft: draft["action"] in SENT_ELSEWHERE and not draft.get("receiver"),
    _ask_receiver,
    _hear_receiver,
)
