"""One's own cases: the list, one case with its timeline, and a case by its number. Others' never."""

from domain.errors import Refused
from handlers.core.buttons import Button
from handlers.core.messages import Cards, Reply, Text
from handlers.engine.turn import Turn
from handlers.usecases import complaints, conduct
from handlers.views import case_card


def show_all(turn: Turn) -> list[Reply]:
    uow, reporter = turn.uow, turn.user.line_user_id
    found = uow.tx.complaints.of_reporter(reporter, complaints.LIST_LIMIT)
    if not found:
        return [Text(turn.say("tracking.none"))]
    count = len(found)
    if count == complaints.LIST_LIMIT:
        count = uow.tx.complaints.count_of_reporter(reporter)
    replies: list[Reply] = [
        Cards(
            turn.say("tracking.list_alt", count=count),
            tuple(
                case_card.summary(uow, turn.translator, case, Button.SHOW_OWN_CASE)
                for case in found
            ),
        )
    ]
    if count > len(found):
        replies.append(Text(turn.say("tracking.more", shown=len(found), count=count)))
    return replies


def show_one(turn: Turn, case_id: int) -> list[Reply]:
    case = complaints.own(turn.uow, turn.user.line_user_id, case_id)
    return [case_card.for_reporter(turn.uow, turn.translator, case)]


def show_code(turn: Turn, code: str) -> list[Reply]:
    """By a receipt code: for whoever holds it."""
    case = conduct.by_code(turn.uow, code)
    return [case_card.for_reporter(turn.uow, turn.translator, case, code)]


def show_number(turn: Turn, number: str) -> list[Reply]:
    """By a number that was typed: the reporter's own, or an officer's to see."""
    case = turn.uow.tx.complaints.by_number(number)
    if case is None:
        raise Refused("not_found")
    if turn.uow.tx.complaints.is_of(case, turn.user.line_user_id):
        return [case_card.for_reporter(turn.uow, turn.translator, case)]
    if turn.officer is None:
        raise Refused("not_found")
    complaints.seen_by(turn.uow, turn.officer, case.id)
    heading = turn.say(f"status.{case.status.value}")
    return [case_card.for_officer(turn.uow, turn.translator, case, heading=heading)]
