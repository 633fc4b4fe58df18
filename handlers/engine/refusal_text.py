"""A refusal in words. Where it came too late, who was first is named, so that colleagues can talk."""

from datetime import datetime

from domain.errors import Refused
from handlers.core import dates
from handlers.engine.conversation import Talk


def refusal_text(talk: Talk, refusal: Refused) -> str:
    facts = dict(refusal.facts)
    officer_id, at = facts.get("officer_id"), facts.get("at")
    if isinstance(at, datetime):
        facts["hour"] = dates.hour(at)
        facts["officer"] = (
            talk.desk.tx.officers.get(officer_id).name
            if isinstance(officer_id, int)
            else talk.say("officer.the_reporter")
        )
    return talk.say(f"refusals.{refusal.key}", **facts)
