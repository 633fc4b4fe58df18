"""Handle texts about own cases or data that must not become an answer or an addition to a case.

Examples: "how far is it", "I withdraw it", "it is fixed, thank you", "delete my data", "a person please".
"""

import re

from domain.cases.complaint import Complaint, Status, Verdict
from domain.cases.lifecycle import Action
from domain.language.acts import Accusation, Act
from domain.language.after_filing import asks_to_withdraw, says_no_need, tells_them_not_to_come
from domain.language.after_thanks import question_after_thanks
from domain.language.follow_up import FRESH, asks_when_they_come
from handlers.access import work_list
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.conversations import inquiry, my_data, staff_check
from handlers.conversations.manners import is_by_rule, wants_a_call
from handlers.conversations.reporter import answer_or_dispute, follow_up, tracking, verdict
from handlers.conversations.reporter.draft import OwnCaseDraft
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.messages import Reply, Text
from handlers.engine.turn import ConversationTurn, Turn

SAYING_FIXED = frozenset({Act.FOLLOW_UP, Act.THANKS, Act.PRAISE, Act.WITHDRAW})
"""Acts with which people say that it is solved: "it was collected, no need any more" is no wish to withdraw."""
ASKING = frozenset({Act.FOLLOW_UP, Act.QUESTION, Act.CHAT, Act.UNCLEAR})
"""Acts of short questions about an own case: "will it take long?", "has it been sent?"."""
_NAMED = 1.0
"""Minimum score of a topic that a text names beside its words of waiting."""
_SHORT_NUMBER = re.compile(r"\s*0*(\d{1,6})\s*-\s*(\d)\s*")
OFFERED = 10
"""Maximum open cases offered to choose the one to withdraw."""


def respond(turn: Turn, text: str) -> list[Reply]:
    """Return the replies to such a text; empty for any other text."""
    text = question_after_thanks(text) or text
    understood = turn.uow.understood(text)
    if understood.danger:
        return []
    if understood.staff and not tells_them_not_to_come(text):
        withdraws = asks_to_withdraw(text) or says_no_need(text)
        # The withdrawal asks whether its reason is about staff. A likely accusation is first of all one.
        is_asked = withdraws and understood.accusation is Accusation.POSSIBLE
        return _withdraw(turn, text) if is_asked else []
    # The label alone is no reason.
    reason = "" if understood.command == "withdraw" else text
    if asks_to_withdraw(text) and (replies := _withdraw(turn, reason)):
        return replies
    if _says_fixed(turn, text) and (replies := _fixed(turn, text)):
        return replies
    if says_no_need(text) and (replies := _withdraw(turn, text)):
        return replies
    return _by_act(turn, text) or _by_progress(turn, text)


def _says_fixed(turn: Turn, text: str) -> bool:
    understood = turn.uow.understood(text)
    if understood.command == "fixed":
        return True
    is_said = understood.act in SAYING_FIXED or says_no_need(text)
    return is_said and turn.uow.context.follow_ups.says_fixed(text)


def _by_act(turn: Turn, text: str) -> list[Reply]:
    understood = turn.uow.understood(text)
    match understood.act:
        case Act.DELETE_DATA if is_by_rule(turn, text):
            return my_data.show(turn)
        case Act.HUMAN if wants_a_call(turn, text):
            return _call_back(turn, text)
        case Act.HUMAN:
            return inquiry.offer_person(turn)
        case Act.WITHDRAW if is_by_rule(turn, text):
            return _withdraw(turn, text)
        case Act.COMMAND if understood.command == "withdraw":
            return _withdraw(turn)
    return []


def _by_progress(turn: Turn, text: str) -> list[Reply]:
    """Show the questions or cases whose progress a text asks about; empty if it asks about none."""
    understood, follow_ups = turn.uow.understood(text), turn.uow.context.follow_ups
    if shown := _status(turn, text):
        return shown
    if follow_ups.says_unanswered(text) and not isinstance(turn, ConversationTurn):
        waiting = tracking.own_questions(turn)
        if waiting:
            return waiting
    outside = not isinstance(turn, ConversationTurn) and not understood.asks_by_name
    if outside and asks_when_they_come(text) and (own := _open(turn)):
        return tracking.show_one(turn, own[0].id) if len(own) == 1 else tracking.show_all(turn)
    if understood.act not in ASKING:
        return []
    if not understood.names_a_problem:
        return _progress(turn, text, _open(turn))
    return _progress(
        turn, text, [one for one in _open(turn) if one.category == understood.topics[0]]
    )


def _status(turn: Turn, text: str) -> list[Reply]:
    """Show the open case that a text waits for, or the list; empty for a text that says anything else.

    Of a closed case that waits for a verdict "nobody came" disputes it. In a report "?" asks about the report.
    """
    if isinstance(turn, ConversationTurn) and not isinstance(turn.draft, OwnCaseDraft):
        return []
    if (numbered := _by_short_number(turn, text)) is not None:
        return tracking.show_one(turn, numbered.id)
    understood, context = turn.uow.understood(text), turn.uow.context
    prefix = context.catalog.organisation.case_prefix
    is_request = understood.asks_by_name and understood.act is Act.REQUEST
    if is_request or not context.follow_ups.asks_status(text, prefix):
        return []
    if context.follow_ups.says_it_is_back(text) and follow_up.waits_for_verdict(turn):
        return []
    own = _open(turn)
    rest = context.follow_ups.without_waiting(text)
    if context.language.lexicon.read(rest).best_score >= _NAMED:
        own = [one for one in own if one.category == understood.guess.ranking[0]]
    if len(own) == 1:
        return tracking.show_one(turn, own[0].id)
    return tracking.show_all(turn) if own else []


def _by_short_number(turn: Turn, text: str) -> Complaint | None:
    """Return the own case of which a text is only the end of its number, such as "75-6" of นว-2570-000075-6."""
    typed = _SHORT_NUMBER.fullmatch(text)
    if typed is None:
        return None
    end = f"-{int(typed[1]):06d}-{typed[2]}"
    own = work_list.own_newest(turn.uow, turn.user.line_user_id)
    return next((one for one in own if str(one.number).endswith(end)), None)


def _call_back(turn: Turn, text: str) -> list[Reply]:
    """Leave the text of somebody who wants to be called back for an officer, as a question.

    What may belong to a staff complaint is none: empty at the question whether it is one, so that the text becomes
    part of the answer, and right after one an addition to it.
    """
    if staff_check.is_asked(turn):
        return []
    return follow_up.after_staff_complaint(turn, text) or inquiry.ask(turn, text)


def _withdraw(turn: Turn, reason: str = "") -> list[Reply]:
    """Begin the withdrawal of the only open case, or ask which one; empty without an open case.

    `reason`: the text that asks for it, which its officers get.
    """
    own = _open(turn)[:OFFERED]
    topics = turn.uow.understood(reason).topics[:1] if reason else ()
    about = [case for case in own if case.category in topics] or own
    if len(about) == 1:
        return answer_or_dispute.start(turn, about[0], Action.WITHDRAW, reason)
    choices = tuple(buttons.named_choice(case.number, Button.WITHDRAW, case.id) for case in own)
    return [Text(turn.say("own.ask_withdraw", cases=_listed(turn, own)), choices)] if own else []


def _fixed(turn: Turn, text: str) -> list[Reply]:
    """Ask for the verdict on the newest closed case, or show the open one; empty if there is neither."""
    closed = [
        case
        for case in work_list.own_newest(turn.uow, turn.user.line_user_id)
        if case.status is Status.CLOSED and case.verdict in {Verdict.PENDING, Verdict.SILENT}
    ]
    own = _ordinary(turn)
    topics = turn.uow.understood(text).topics[:1]
    about = [case for case in (*closed, *own) if case.category in topics] or [*closed, *own]
    if not about:
        return []
    case = about[0]
    if not case.is_open:
        return verdict.ask_verdict(turn, case)
    return answer_or_dispute.start(turn, case, Action.ADD, text)


def _progress(turn: Turn, text: str, own: list[Complaint]) -> list[Reply]:
    """Show the only open case, or the list; empty if the text is no question about progress, or without a case.

    `own`: the open cases that it may ask about.

    A text that also adds something counts as a question only in a conversation, or while an officer waits for an
    answer.
    """
    follow_ups, office = turn.uow.context.follow_ups, turn.uow.context.catalog.organisation
    if not follow_ups.asks_progress(text):
        return []
    is_expected = isinstance(turn, ConversationTurn) or work_list.own_asked(
        turn.uow, turn.user.line_user_id
    )
    if not (is_expected or follow_ups.adds_nothing(text, office.case_prefix)):
        return []
    if len(own) == 1:
        return tracking.show_one(turn, own[0].id)
    return tracking.show_all(turn) if own else []


def _open(turn: Turn) -> list[Complaint]:
    since = turn.uow.now - 12 * FRESH
    return [*work_list.own_current(turn.uow, turn.user.line_user_id, since)]


def _ordinary(turn: Turn) -> list[Complaint]:
    return [case for case in _open(turn) if may_leave_by(Outlet.ORDINARY_CASE, case)]


def _listed(turn: Turn, cases: list[Complaint]) -> str:
    return "\n".join(
        f"• {case.number} {turn.uow.context.catalog.category(case.category).th}" for case in cases
    )
