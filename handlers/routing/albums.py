"""Answer a set of photos of which some did not arrive."""

from datetime import datetime

from domain.figures.push_budget import Weight
from handlers.access.recipients import translator_of
from handlers.conversations import FLOWS
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine import saved_conversation
from handlers.engine.conversation import ask_again
from handlers.engine.draft import Evidence, parts
from handlers.engine.turn import turn_with


def answer_incomplete(uow: UnitOfWork, line_user_id: str, set_id: str, since: datetime) -> None:
    """Repeat the open question to the sender of a set of photos of which no more has arrived.

    `since`: when the last photo arrived; if the conversation has continued since then, the set was answered
    already. The message is the answer to the photos, so it is sent even if the push budget is used up.
    """
    running = saved_conversation.load(uow, line_user_id)
    if running is None or running.updated_at != since:
        return
    arrived = [sent.sets[set_id] for sent in parts(running, Evidence) if set_id in sent.sets]
    if not arrived:
        return
    translator = translator_of(uow, line_user_id)
    turn = turn_with(uow, line_user_id, translator.language).at(running)
    lead = translator.say("attachment.album_so_far", count=arrived[0])
    uow.push(line_user_id, ask_again(turn, FLOWS[running.flow], lead), Weight.REPLY)
