"""The text of a refusal."""

from datetime import datetime

from domain.errors import Refused
from handlers.core import dates
from handlers.engine.turn import Turn


def refusal_text(turn: Turn, refusal: Refused) -> str:
    """Return the sentence for a refusal.

    If somebody else acted first, the sentence says who and when, so that colleagues can contact each other.
    """
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
