"""Show reporters their own cases: the list, one case with its history, and a case by number or code."""

from domain.errors import Refused
from handlers.access import reading, work_list
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.messages import Cards, Reply, Text
from handlers.engine.turn import Turn
from handlers.usecases.doors import claims
from handlers.views import case_card

QUESTIONS_SHOWN = 5
QUOTED = 100
"""Characters of a question in the list."""


def show_all(turn: Turn, skipped: int = 0) -> list[Reply]:
    """Return own cases as cards, the newest first, with their number and a button for the next page if needed.

    `skipped`: how many newer cases were shown before.
    """
    uow, reporter = turn.uow, turn.user.line_user_id
    found = work_list.own_newest(uow, reporter, skipped + work_list.LIST_LIMIT)[skipped:]
    questions = [] if skipped else own_questions(turn)
    if not found:
        return questions or [Text(turn.say("tracking.none"))]
    last = count = skipped + len(found)
    if skipped or len(found) == work_list.LIST_LIMIT:
        count = max(count, work_list.own_count(uow, reporter))
    replies: list[Reply] = [
        Cards(
            turn.say("tracking.list_alt", count=count),
            tuple(
                case_card.summary(
                    uow, turn.translator, reading.by_reporter(case), Button.SHOW_OWN_CASE
                )
                for case in found
            ),
        )
    ]
    if count > len(found):
        more = buttons.choice(turn.translator, "button.next_page", Button.NEXT_OWN, str(last))
        shown = turn.say("tracking.page", first=skipped + 1, last=last, count=count)
        replies.append(Text(shown, (more,) if last < count else ()))
    return [*replies, *questions]


def own_questions(turn: Turn) -> list[Reply]:
    """Return the person's questions that wait for an officer's answer; may be empty."""
    waiting = turn.uow.tx.inquiries.waiting_of(turn.user.line_user_id, QUESTIONS_SHOWN)
    lines = [f"• {one.words[:QUOTED]}" for one in waiting]
    phone = turn.uow.context.catalog.organisation.phone
    return (
        [Text(turn.say("inquiry.own_waiting", questions="\n".join(lines), phone=phone))]
        if lines
        else []
    )


def show_one(turn: Turn, case_id: int) -> list[Reply]:
    """Return one's own case. Raises Refused not_found."""
    case = work_list.own(turn.uow, turn.user.line_user_id, case_id)
    return [case_card.for_reporter(turn.uow, turn.translator, case)]


def show_code(turn: Turn, code: str) -> list[Reply]:
    """Return the case of a receipt code.

    A staff complaint is shown to anyone who has the code. An ordinary case from the counter, the telephone or the
    web becomes this account's own, once. Raises Refused as `claims.by_code` does.
    """
    case, is_claimed = claims.by_code(turn.uow, turn.user.line_user_id, code)
    if not may_leave_by(Outlet.ORDINARY_CASE, case):
        return [case_card.for_reporter(turn.uow, turn.translator, case, code)]
    card = case_card.for_reporter(turn.uow, turn.translator, case)
    return [Text(turn.say("intake.claimed", number=case.number)), card] if is_claimed else [card]


def show_number(turn: Turn, number: str) -> list[Reply]:
    """Return the case of a typed number: one's own, or for an officer one that they may read.

    Raises Refused not_found.
    """
    own = work_list.own_by_number(turn.uow, turn.user.line_user_id, number)
    if own is not None:
        return [case_card.for_reporter(turn.uow, turn.translator, own)]
    if turn.officer is None:
        raise Refused("not_found")
    case = work_list.seen_by_number(turn.uow, turn.officer, number)
    heading = turn.say(f"status.{case.status.value}")
    return [case_card.for_officer(turn.uow, turn.translator, case, turn.officer, heading=heading)]
