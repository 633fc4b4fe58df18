"""To whom a case goes: a colleague, another department, or the agency whose duty it is."""

from dataclasses import replace

from domain.cases.lifecycle import Action
from domain.organisation.officers import may_handle
from handlers.conversations.officer.current_case import number_of, officer_of, ways_out
from handlers.conversations.officer.draft import OfficerActionDraft, OfficerTurn
from handlers.core.i18n import Bilingual
from handlers.core.messages import InboundEvent, Reply, Text
from handlers.engine.flow import NotUnderstood, Step
from handlers.usecases import complaints

RECEIVERS = 11
SENT_ELSEWHERE = frozenset({Action.ASSIGN, Action.TRANSFER, Action.NOT_OURS})


def _ask_receiver(turn: OfficerTurn) -> list[Reply]:
    possible = receivers(turn)
    action = turn.draft.action
    if not possible:
        return [Text(turn.say(f"officer.nobody_{action}"), ways_out(turn, "receiver"))]
    buttons = tuple(turn.named_button(name, "receiver", key) for key, name in possible.items())[
        :RECEIVERS
    ]
    return [
        Text(
            turn.say(f"officer.ask_receiver_{action}", number=number_of(turn)),
            (*buttons, *ways_out(turn, "receiver")),
        )
    ]


def _parse_receiver(turn: OfficerTurn, event: InboundEvent) -> OfficerActionDraft:
    chosen = event.postback.value if event.postback else ""
    if chosen not in receivers(turn):
        raise NotUnderstood("complaint.press_needed")
    return replace(turn.draft, receiver=chosen)


def receivers(turn: OfficerTurn) -> dict[str, str]:
    """Who the case can go to, by key: colleagues, departments or agencies."""
    case = complaints.seen_by(turn.uow, officer_of(turn), turn.draft.case)
    catalog = turn.uow.context.catalog
    match turn.draft.action:
        case Action.ASSIGN:
            return {
                str(other.id): other.name
                for other in turn.uow.tx.officers.all()
                if other.active
                and other.id != case.officer_id
                and may_handle(other, department=case.department, restricted=case.restricted)
            }
        case Action.TRANSFER:
            return {
                department.key: turn.name(Bilingual(department.short_th, department.short_en))
                for department in catalog.departments
                if department.key != case.department
            }
    return {
        agency.key: turn.name(Bilingual(agency.th, agency.en))
        for agency in catalog.organisation.agencies
    }


STEP = Step[OfficerActionDraft](
    "receiver",
    lambda draft: not draft.receiver,
    _ask_receiver,
    _parse_receiver,
    lambda draft: replace(draft, receiver=""),
)
