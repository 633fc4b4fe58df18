"""An officer's day in the chat: the work list, a case, taking it, and what else can be done with it."""

from domain.cases.lifecycle import Act, Action
from domain.errors import Refused
from domain.organisation.officers import may_direct
from handlers.access import restricted as custodians
from handlers.conversations.officer import action as officer_act
from handlers.conversations.officer.current_case import done, officer_of
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.messages import Cards, Reply, Text
from handlers.engine.turn import Turn
from handlers.usecases import complaints
from handlers.views import case_card


def work(turn: Turn) -> list[Reply]:
    """The open cases of this officer, the next due first."""
    officer = officer_of(turn)
    kept = custodians.cases_in_custody_of(turn.uow, officer)[: complaints.LIST_LIMIT]
    found = complaints.work_of(turn.uow, officer)
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
    case = complaints.seen_by(turn.uow, officer_of(turn), case_id)
    heading = turn.say(f"status.{case.status.value}")
    return [case_card.for_officer(turn.uow, turn.translator, case, heading=heading)]


def accept(turn: Turn, case_id: int) -> list[Reply]:
    officer = officer_of(turn)
    case = complaints.seen_by(turn.uow, officer, case_id)
    is_told = complaints.officer_acts(turn.uow, officer, case.id, Act(Action.ACCEPT))
    choices = case_card.officer_buttons(
        turn.translator, complaints.seen_by(turn.uow, officer, case.id)
    )
    return [Text(done(turn, case.id, Action.ACCEPT, is_told=is_told), choices)]


def leave_open(turn: Turn, case_id: int) -> list[Reply]:
    """Asked whether the case is done, the officer says that it is not."""
    case = complaints.seen_by(turn.uow, officer_of(turn), case_id)
    return [Text(turn.say("group.still_open", number=case.number))]


def begin_act(turn: Turn, case_id: int, action: Action) -> list[Reply]:
    """An act that needs words, on a case that is open."""
    case = complaints.seen_by(turn.uow, officer_of(turn), case_id)
    if not case.is_open:
        raise Refused("already_closed", officer_id=case.ended_by, at=case.ended_at)
    return officer_act.start(turn, case.id, action)


def more_acts(turn: Turn, case_id: int) -> list[Reply]:
    """The rarer acts."""
    officer = officer_of(turn)
    case = complaints.seen_by(turn.uow, officer, case_id)
    directs = may_direct(officer, department=case.department, restricted=case.restricted)
    acts = [Button.WAIT, Button.NOT_OURS]
    if not case.restricted:
        acts.insert(0, Button.TRANSFER)
    if directs:
        acts.insert(0, Button.ASSIGN)
    return [
        Text(
            turn.say("officer.more", number=case.number),
            tuple(
                buttons.choice(turn.translator, f"button.{act.step}", act, case.id) for act in acts
            ),
        )
    ]
