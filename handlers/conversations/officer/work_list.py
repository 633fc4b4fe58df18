"""An officer's day in the chat: the work list, a case, taking it, and what else can be done with it."""

from domain.cases.lifecycle import Act, Action
from domain.errors import Refused
from handlers.access import restricted as custodians
from handlers.access.permission import rare_acts
from handlers.access.work_list import LIST_LIMIT, seen_by, work_of
from handlers.conversations.officer import action as officer_act
from handlers.conversations.officer.current_case import done, officer_of
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.messages import Cards, Reply, Text
from handlers.engine.turn import Turn
from handlers.usecases import complaints
from handlers.views import case_card

RARE_ACTS = {
    Action.ASSIGN: Button.ASSIGN,
    Action.TRANSFER: Button.TRANSFER,
    Action.WAIT: Button.WAIT,
    Action.NOT_OURS: Button.NOT_OURS,
}


def work(turn: Turn) -> list[Reply]:
    """The open cases of this officer, the next due first."""
    officer = officer_of(turn)
    kept = custodians.cases_in_custody_of(turn.uow, officer)[:LIST_LIMIT]
    found = work_of(turn.uow, officer)
    lists = (("officer.kept_alt", kept), ("officer.work_alt", found))
    return [
        Cards(
            turn.say(key, count=len(cases)),
            tuple(
                case_card.summary(turn.uow, turn.translator, case, Button.SHOW_CASE)
                for case in cases
            ),
        )
        for key, cases in lists
        if cases
    ] or [Text(turn.say("officer.no_work"))]


def show(turn: Turn, case_id: int) -> list[Reply]:
    """The whole case as an officer sees it."""
    case = seen_by(turn.uow, officer_of(turn), case_id)
    heading = turn.say(f"status.{case.status.value}")
    return [case_card.for_officer(turn.uow, turn.translator, case, heading=heading)]


def accept(turn: Turn, case_id: int) -> list[Reply]:
    officer = officer_of(turn)
    case = seen_by(turn.uow, officer, case_id)
    handled = complaints.officer_acts(turn.uow, officer, case.id, Act(Action.ACCEPT))
    choices = case_card.officer_buttons(turn.translator, handled.case)
    return [Text(done(turn, handled.case, Action.ACCEPT, is_told=handled.is_told), choices)]


def leave_open(turn: Turn, case_id: int) -> list[Reply]:
    """Asked whether the case is done, the officer says that it is not."""
    case = seen_by(turn.uow, officer_of(turn), case_id)
    return [Text(turn.say("group.still_open", number=case.number))]


def begin_act(turn: Turn, case_id: int, action: Action) -> list[Reply]:
    """An act that needs words, on a case that is open."""
    case = seen_by(turn.uow, officer_of(turn), case_id)
    if not case.is_open:
        raise Refused("already_closed", officer_id=case.ended_by, at=case.ended_at)
    return officer_act.start(turn, case.id, action)


def more_acts(turn: Turn, case_id: int) -> list[Reply]:
    """The rarer acts."""
    officer = officer_of(turn)
    case = seen_by(turn.uow, officer, case_id)
    acts = (RARE_ACTS[action] for action in rare_acts(officer, case))
    return [
        Text(
            turn.say("officer.more", number=case.number),
            tuple(
                buttons.choice(turn.translator, f"button.{act.step}", act, case.id) for act in acts
            ),
        )
    ]
