"""The step that asks to whom a case goes: a colleague, another department, or the responsible agency."""

from dataclasses import replace

from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from handlers.access import permission
from handlers.conversations.officer.current_case import case_of, ways_out
from handlers.conversations.officer.draft import OfficerActionDraft, OfficerTurn
from handlers.core.i18n import Bilingual
from handlers.core.messages import InboundEvent, Reply, Text
from handlers.engine.flow import NotUnderstood, Step

RECEIVERS = 11
"""Maximum buttons for receivers: a message holds at most 13 quick replies, and two are "back" and "cancel".
https://developers.line.biz/en/reference/messaging-api/#quick-reply"""
SENT_ELSEWHERE = frozenset({Action.ASSIGN, Action.TRANSFER, Action.NOT_OURS})


def _ask_receiver(turn: OfficerTurn) -> list[Reply]:
    case = case_of(turn)
    possible = receivers(turn, case)
    action = turn.draft.action
    if not possible:
        return [Text(turn.say(f"officer.nobody_{action}"), ways_out(turn, "receiver"))]
    buttons = tuple(turn.named_button(name, "receiver", key) for key, name in possible.items())[
        :RECEIVERS
    ]
    return [
        Text(
            turn.say(f"officer.ask_receiver_{action}", number=case.number),
            (*buttons, *ways_out(turn, "receiver")),
        )
    ]


def _parse_receiver(turn: OfficerTurn, event: InboundEvent) -> OfficerActionDraft:
    chosen = event.postback.value if event.postback else ""
    if chosen not in receivers(turn, case_of(turn)):
        raise NotUnderstood("complaint.press_needed")
    return replace(turn.draft, receiver=chosen)


def receivers(turn: OfficerTurn, case: Complaint) -> dict[str, str]:
    """Return the names of the possible receivers, by officer id or by key of a department or an agency."""
    catalog = turn.uow.context.catalog
    match turn.draft.action:
        case Action.ASSIGN:
            return {str(other.id): other.name for other in permission.colleagues(turn.uow, case)}
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
