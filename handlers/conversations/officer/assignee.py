"""The step that asks for the destination of a case: a colleague, another department, or the responsible agency."""

from collections.abc import Mapping
from dataclasses import replace

from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from domain.language.officer_answers import named_one
from handlers.access import permission
from handlers.conversations.officer.current_case import case_of, exit_buttons
from handlers.conversations.officer.draft import OfficerActionDraft, OfficerTurn
from handlers.core.i18n import Bilingual
from handlers.core.messages import InboundEvent, Reply, Text
from handlers.engine.flow import NotUnderstood, Step

MAX_DESTINATIONS = 11
"""Maximum buttons for destinations: a message holds at most 13 quick replies, and two are "back" and "cancel".
https://developers.line.biz/en/reference/messaging-api/#quick-reply"""
SENT_ELSEWHERE = frozenset({Action.ASSIGN, Action.TRANSFER, Action.NOT_OURS})


def _ask_destination(turn: OfficerTurn) -> list[Reply]:
    case = case_of(turn)
    possible = destinations(turn, case)
    action = turn.draft.action
    if not possible:
        return [Text(turn.say(f"officer.nobody_{action}"), exit_buttons(turn, "destination"))]
    buttons = turn.named_buttons("destination", possible)[:MAX_DESTINATIONS]
    return [
        Text(
            turn.say(f"officer.ask_destination_{action}", number=case.number),
            (*buttons, *exit_buttons(turn, "destination")),
        )
    ]


def _parse_destination(turn: OfficerTurn, event: InboundEvent) -> OfficerActionDraft:
    possible = destinations(turn, case_of(turn))
    chosen = event.postback.value if event.postback else _named(turn, event.text, possible)
    if chosen not in possible:
        raise NotUnderstood("officer.press_needed")
    return replace(turn.draft, destination=chosen, is_typed=event.postback is None)


def _named(turn: OfficerTurn, text: str, possible: Mapping[str, str]) -> str:
    """Return the destination that a text names, "" for none or several."""
    departments = turn.uow.context.catalog.departments_by_key
    is_transfer = turn.draft.action is Action.TRANSFER
    names = {
        key: departments[key].called if is_transfer else (name,) for key, name in possible.items()
    }
    return named_one(text, names) or ""


def destinations(turn: OfficerTurn, case: Complaint) -> dict[str, str]:
    """Return the names of the possible destinations, by officer id or by key of a department or an agency."""
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
    "destination",
    lambda draft: not draft.destination,
    _ask_destination,
    _parse_destination,
    lambda draft: replace(draft, destination=""),
)
