"""One's own cases: the list, one case with its timeline, and a case by its number. Others' never."""

from domain.errors import Refused
from handlers.core.messages import Cards, Reply, Text
from handlers.engine.conversation import Talk
from handlers.usecases import complaints, conduct
from handlers.views import case_card

NAME = "track"


def show_all(talk: Talk) -> list[Reply]:
    desk, reporter = talk.desk, talk.speaker.line_user_id
    found = desk.tx.complaints.of_reporter(reporter, complaints.LIST_LIMIT)
    if not found:
        return [Text(talk.say("tracking.none"))]
    count = len(found)
    if count == complaints.LIST_LIMIT:
        count = desk.tx.complaints.count_of_reporter(reporter)
    replies: list[Reply] = [
        Cards(
            talk.say("tracking.list_alt", count=count),
            tuple(case_card.summary(desk, talk.voice, case, flow=NAME) for case in found),
        )
    ]
    if count > len(found):
        replies.append(Text(talk.say("tracking.more", shown=len(found), count=count)))
    return replies


def show_one(talk: Talk, case_id: int) -> list[Reply]:
    case = complaints.own(talk.desk, talk.speaker.line_user_id, case_id)
    return [case_card.for_reporter(talk.desk, talk.voice, case)]


def show_code(talk: Talk, code: str) -> list[Reply]:
    """By a receipt code: for whoever holds it."""
    case = conduct.by_code(talk.desk, code)
    return [case_card.for_reporter(talk.desk, talk.voice, case, code)]


def show_number(talk: Talk, number: str) -> list[Reply]:
    """By a number that was typed: the reporter's own, or an officer's to see."""
    case = talk.desk.tx.complaints.by_number(number)
    if case is None:
        raise Refused("not_found")
    if talk.desk.tx.complaints.is_of(case, talk.speaker.line_user_id):
        return [case_card.for_reporter(talk.desk, talk.voice, case)]
    if talk.officer is None:
        raise Refused("not_found")
    complaints.seen_by(talk.desk, talk.officer, case.id)
    heading = talk.say(f"status.{case.status.value}")
    return [case_card.for_officer(talk.desk, talk.voice, case, heading=heading)]
