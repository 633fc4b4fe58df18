"""An officer's work list, a single case, and the buttons for actions on it."""

from dataclasses import replace

from domain.cases.lifecycle import Act, Action, why_not_reopened
from domain.errors import Refused
from handlers.access import custodians, identity, permission, reading
from handlers.access.work_list import LIST_LIMIT, seen_by, work_count, work_of
from handlers.conversations import question_reply
from handlers.conversations.officer import action as officer_action
from handlers.conversations.officer import case_lists
from handlers.conversations.officer.current_case import done, officer_of
from handlers.conversations.officer.draft import OfficerActionDraft
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.messages import Cards, Reply, Text, row_key
from handlers.engine.conversation import MOST_CHOICES
from handlers.engine.turn import Turn
from handlers.usecases import complaints
from handlers.usecases.returning import may_be_returned
from handlers.views import case_card, case_text, whole_case

CUSTODY, WORK = "custody", "work"
RARE_ACTS = {
    Action.ASSIGN: Button.ASSIGN,
    Action.TRANSFER: Button.TRANSFER,
    Action.WAIT: Button.WAIT,
    Action.NOT_OURS: Button.NOT_OURS,
    Action.SEAL: Button.SEAL,
}


def work(turn: Turn) -> list[Reply]:
    """Return the officer's open cases by due date, staff complaints first, and the residents' questions.

    Raises Refused not_an_officer.
    """
    pages = [*_page(turn, CUSTODY, 0), *_page(turn, WORK, 0), *question_reply.cards(turn)]
    replies = [*(pages or [Text(turn.say("officer.no_work"))]), *question_reply.gaps(turn)]
    # LINE shows the quick replies of the last message only.
    *before, last = replies
    ways = case_lists.ways(turn, officer_of(turn), None, 0, 0)
    return [*before, replace(last, choices=(*last.choices, *ways)[:MOST_CHOICES])]


def show_list(turn: Turn, value: str) -> list[Reply]:
    """Return a tab or a page of it. `value`: of a CaseList. Raises Refused not_an_officer."""
    return case_lists.show(turn, officer_of(turn), value)


def next_page(turn: Turn, value: str) -> list[Reply]:
    """Return a later page of one of the lists. `value`: the list and how many cases come before the page."""
    which, _, skipped = value.partition("-")
    name = which if which in {CUSTODY, WORK} else WORK
    return _page(turn, name, row_key(skipped)) or [Text(turn.say("officer.no_work"))]


def _page(turn: Turn, which: str, skipped: int) -> list[Reply]:
    officer = officer_of(turn)
    if which == CUSTODY:
        whole = custodians.cases_in_custody_of(turn.uow, officer)
        count, cases = len(whole), whole[skipped : skipped + LIST_LIMIT]
        for case in cases:
            custodians.note_read(turn.uow, officer, case, "list")
    else:
        count = work_count(turn.uow, officer)
        cases = list(work_of(turn.uow, officer, skipped + LIST_LIMIT)[skipped:])
    if not cases:
        return []
    cards = Cards(
        turn.say(f"officer.{which}_alt", count=count),
        tuple(
            case_card.summary(
                turn.uow,
                turn.translator,
                reading.by_officer(turn.uow, officer, case),
                Button.SHOW_CASE,
            )
            for case in cases
        ),
        about=tuple(case.id for case in cases) if which == CUSTODY else (),
    )
    last = skipped + len(cases)
    if last >= count and not skipped:
        return [cards]
    more = buttons.choice(turn.translator, "button.next_page", Button.NEXT_WORK, f"{which}-{last}")
    shown = turn.say("officer.page", first=skipped + 1, last=last, count=count)
    return [cards, Text(shown, (more,) if last < count else ())]


def show(turn: Turn, case_id: int) -> list[Reply]:
    """Return the card of a case. Raises Refused not_an_officer or not_found."""
    officer = officer_of(turn)
    case = seen_by(turn.uow, officer, case_id)
    heading = turn.say(f"status.{case.status.value}")
    return [case_card.for_officer(turn.uow, turn.translator, case, officer, heading=heading)]


def whole_page(turn: Turn, value: str) -> list[Reply]:
    """Return a later page of everything of a case. `value`: its id and how many messages come before."""
    case_id, _, skipped = value.partition("-")
    return whole(turn, row_key(case_id), row_key(skipped))


def whole(turn: Turn, case_id: int, skipped: int = 0) -> list[Reply]:
    """Return everything of a case. Raises Refused not_an_officer or not_found."""
    officer = officer_of(turn)
    case = seen_by(turn.uow, officer, case_id)
    custodians.note_read(turn.uow, officer, case, "whole")
    return whole_case.replies(turn.uow, turn.translator, case, officer, skipped)


def decide_referral(turn: Turn, case_id: int, *, agrees: bool) -> list[Reply]:
    """Handle a superior's answer to the proposal that a case is not ours.

    Raises Refused not_an_officer, not_found, or as `referrals.decide` does.
    """
    officer = officer_of(turn)
    case = seen_by(turn.uow, officer, case_id)
    notified = complaints.decide_referral(turn.uow, officer, case.id, agrees=agrees)
    if not agrees:
        return [Text(turn.say("officer.referral_refused", number=case.number))]
    case = seen_by(turn.uow, officer, case_id)
    return [Text(done(turn, case, Action.NOT_OURS, reporter_notified=notified))]


def accept(turn: Turn, case_id: int) -> list[Reply]:
    """Accept a case for this officer. Raises Refused as `complaints.officer_acts` does, and not_an_officer."""
    officer = officer_of(turn)
    case = seen_by(turn.uow, officer, case_id)
    handled = complaints.officer_acts(turn.uow, officer, case.id, Act(Action.ACCEPT))
    choices = case_card.officer_buttons(turn.uow, turn.translator, handled.case, officer)
    return [
        Text(
            done(turn, handled.case, Action.ACCEPT, reporter_notified=handled.reporter_notified),
            choices,
        )
    ]


def leave_open(turn: Turn, case_id: int) -> list[Reply]:
    """Handle the answer "not done" to the question whether a case is done; the case stays unchanged.

    Raises Refused not_an_officer or not_found.
    """
    case = seen_by(turn.uow, officer_of(turn), case_id)
    return [Text(turn.say("group.still_open", number=case.number))]


def begin_act(turn: Turn, case_id: int, action: Action, note: str = "") -> list[Reply]:
    """Begin an action that needs input. `note`: told already.

    Raises Refused not_an_officer, not_found, already_closed, or as `why_not_reopened` says.
    """
    case = seen_by(turn.uow, officer_of(turn), case_id)
    if action is Action.REOPEN:
        refusal = why_not_reopened(case, turn.uow.now)
        if refusal is not None:
            raise Refused(refusal)
    elif not case.is_open and action is not Action.SEAL:
        raise Refused("already_closed", officer_id=case.ended_by, at=case.ended_at)
    question = officer_action.start_with(turn, OfficerActionDraft(case.id, action, note=note))
    unreached = case_text.unreached(turn.uow, turn.translator, case)
    is_told = action not in {Action.ASSIGN, Action.SEAL}
    return [Text(unreached), *question] if unreached and is_told else question


def more_acts(turn: Turn, case_id: int) -> list[Reply]:
    """Return the buttons of the less frequent actions. Raises Refused not_an_officer, not_found or not_yours."""
    officer = officer_of(turn)
    case = seen_by(turn.uow, officer, case_id)
    allowed = permission.acts_of(turn.uow, officer, case)
    acts = [RARE_ACTS[action] for action in allowed if action in RARE_ACTS]
    if may_be_returned(turn.uow, officer, case):
        acts.insert(0, Button.TRANSFER)
    if permission.may_correct(turn.uow, officer, case):
        acts.append(Button.CORRECT)
    if case.is_open and permission.may_urge(turn.uow, officer, case):
        acts.insert(0, Button.INSTRUCT)
    if permission.is_custodian(turn.uow, officer, case):
        acts += [Button.RECUSE, *([Button.ASK_IDENTITY] if identity.is_hidden(case) else [])]
    if not acts:
        raise Refused("not_yours")
    return [
        Text(
            turn.say("officer.more", number=case.number),
            tuple(buttons.choice(turn.translator, _label(act), act, case.id) for act in acts),
        )
    ]


def _label(act: Button) -> str:
    """Return the word key of a button's label."""
    return "button.urge" if act is Button.INSTRUCT else f"button.{act.step}"
