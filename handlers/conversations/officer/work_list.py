"""An officer's day in the chat: the work list, a case, taking it, and what else can be done with it."""

from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Act, Action
from domain.errors import Refused
from domain.organisation.officers import Officer
from handlers.access import restricted as custodians
from handlers.access.permission import rare_acts
from handlers.access.work_list import LIST_LIMIT, seen_by, work_of
from handlers.conversations.officer import action as officer_act
from handlers.conversations.officer.current_case import done, officer_of
from handlers.core.messages import Cards, Postback, Reply, Text
from handlers.engine.turn import Turn
from handlers.usecases import complaints
from handlers.views import case_card

NAME = "officer"


def work(turn: Turn) -> list[Reply]:
    """The open cases of this officer, the next due first."""
    officer = officer_of(turn)
    kept = custodians.cases_in_custody_of(turn.uow, officer)[:LIST_LIMIT]
    found = work_of(turn.uow, officer)
    lists = (("officer.kept_alt", kept), ("officer.work_alt", found))
    return [
        Cards(
            turn.say(key, count=len(cases)),
            tuple(case_card.summary(turn.uow, turn.translator, case, flow=NAME) for case in cases),
        )
        for key, cases in lists
        if cases
    ] or [Text(turn.say("officer.no_work"))]


def open_press(turn: Turn, postback: Postback) -> list[Reply]:
    """A button under a case: show it, accept it, or begin an act that needs words."""
    officer = officer_of(turn)
    case = seen_by(turn.uow, officer, postback.key)
    match postback.step:
        case "show":
            heading = turn.say(f"status.{case.status.value}")
            return [case_card.for_officer(turn.uow, turn.translator, case, heading=heading)]
        case "more":
            return [_more(turn, officer, case)]
        case Action.ACCEPT:
            handled = complaints.officer_acts(turn.uow, officer, case.id, Act(Action.ACCEPT))
            buttons = case_card.officer_buttons(turn.translator, handled.case)
            said = done(turn, handled.case, Action.ACCEPT, is_told=handled.is_told)
            return [Text(said, buttons)]
        case "not_done":
            return [Text(turn.say("group.still_open", number=case.number))]
    if postback.step not in officer_act.ACTIONS:
        raise Refused("not_found")
    if not case.is_open:
        raise Refused("already_closed", officer_id=case.ended_by, at=case.ended_at)
    return officer_act.start(turn, case.id, Action(postback.step))


def _more(turn: Turn, officer: Officer, case: Complaint) -> Reply:
    """The rarer acts."""
    return Text(
        turn.say("officer.more", number=case.number),
        tuple(
            case_card.open_press(turn.translator, f"button.{action.value}", NAME, action, case.id)
            for action in rare_acts(officer, case)
        ),
    )
