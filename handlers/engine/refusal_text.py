"""A refusal in words. Where it came too late, who was first is named, so that colleagues can talk."""

from datetime import datetime

from domain.errors import Refused
from handlers.core import dates
from handlers.engine.turn import Turn


def refusal_text(turn: Turn, refusal: Refused) -> str:
    facts = dict(refusal.facts)
    officer_id, at = facts.get("officer_id"), facts.get("at")
    if isinstance(at, datetime):
        facts["hour"] = dates.hour(at)
        facts["officer"] = (
            turn.uow.tx.officers.get(officer_id).name
            if isinstance(officer_id, int)
            else turn.say("officer.the_reporter")
        )
    return turn.say(f"refusals.{refusal.key}", **facts)
