"""An officer's day in the chat: the work list, a case, taking it, and what else can be done with it."""

from domain.cases.lifecycle import Act, Action
from domain.errors import Refused
from domain.organisation.officers import Officer, may_direct
from handlers.access import restricted as keepers
from handlers.conversations.officer import action as officer_act
from handlers.conversations.officer.current_case import done, officer_of
from handlers.core.messages import Cards, Press, Reply, Text
from handlers.engine.conversation import Talk
from handlers.usecases import complaints
from handlers.views import case_card

NAME = "officer"


def work(talk: Talk) -> list[Reply]:
    """The open cases of this officer, the next due first."""
    officer = officer_of(talk)
    kept = keepers.kept_by(talk.desk, officer)[: complaints.LIST_LIMIT]
    found = complaints.work_of(talk.desk, officer)
    lists = (("officer.kept_alt", kept), ("officer.work_alt", found))
    return [
        Cards(
            talk.say(key, count=len(cases)),
            tuple(case_card.summary(talk.desk, talk.voice, case, flow=NAME) for case in cases),
        )
        for key, cases in lists
        if cases
    ] or [Text(talk.say("officer.no_work"))]


def open_press(talk: Talk, press: Press) -> list[Reply]:
    """A button under a case: show it, accept it, or begin an act that needs words."""
    officer = officer_of(talk)
    case = complaints.seen_by(talk.desk, officer, press.key)
    match press.step:
        case "show":
            heading = talk.say(f"status.{case.status.value}")
            return [case_card.for_officer(talk.desk, talk.voice, case, heading=heading)]
        case "more":
            return [_more(talk, officer, case.id)]
        case Action.ACCEPT:
            is_told = complaints.handle(talk.desk, officer, case.id, Act(Action.ACCEPT))
            buttons = case_card.officer_buttons(
                talk.voice, complaints.seen_by(talk.desk, officer, case.id)
            )
            return [Text(done(talk, case.id, Action.ACCEPT, is_told=is_told), buttons)]
        case "not_done":
            return [Text(talk.say("group.still_open", number=case.number))]
    if press.step not in officer_act.ACTIONS:
        raise Refused("not_found")
    if not case.is_open:
        raise Refused("already_closed", officer_id=case.ended_by, at=case.ended_at)
    return officer_act.start(talk, case.id, Action(press.step))


def _more(talk: Talk, officer: Officer, case_id: int) -> Reply:
    """The rarer acts."""
    case = complaints.seen_by(talk.desk, officer, case_id)
    directs = may_direct(officer, department=case.department, restricted=case.restricted)
    acts = [Action.WAIT, Action.NOT_OURS]
    if not case.restricted:
        acts.insert(0, Action.TRANSFER)
    if directs:
        acts.insert(0, Action.ASSIGN)
    return Text(
        talk.say("officer.more", number=case.number),
        tuple(
            case_card.open_press(talk.voice, f"button.{action.value}", NAME, action, case.id)
            for action in acts
        ),
    )
