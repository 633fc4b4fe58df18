"""One's own cases: the list, one case with its timeline, and a case by its number. Others' never."""

from domain.errors import Refused
from handlers.access import work_list
from handlers.core.buttons import Button
from handlers.core.messages import Cards, Reply, Text
from handlers.engine.turn import Turn
from handlers.usecases import conduct
from handlers.views import case_card


def show_all(turn: Turn) -> list[Reply]:
    uow, reporter = turn.uow, turn.user.line_user_id
    found = work_list.own_newest(uow, reporter)
    if not found:
        return [Text(turn.say("tracking.none"))]
    count = len(found)
    if count == work_list.LIST_LIMIT:
        count = work_list.own_count(uow, reporter)
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
    case = work_list.own(turn.uow, turn.user.line_user_id, case_id)
    return [case_card.for_reporter(turn.uow, turn.translator, case)]


def show_code(turn: Turn, code: str) -> list[Reply]:
    """By a receipt code: for whoever holds it."""
    case = conduct.by_code(turn.uow, code)
    return [case_card.for_reporter(turn.uow, turn.translator, case, code)]


def show_number(turn: Turn, number: str) -> list[Reply]:
    """By a number that was typed: the reporter's own, or an officer's to see."""
    own = work_list.own_by_number(turn.uow, turn.user.line_user_id, number)
    if own is not None:
        return [case_card.for_reporter(turn.uow, turn.translator, own)]
    if turn.officer is None:
        raise Refused("not_found")
    case = work_list.seen_by_number(turn.uow, turn.officer, number)
    heading = turn.say(f"status.{case.status.value}")
    return [case_card.for_officer(turn.uow, turn.translator, case, heading=heading)]
