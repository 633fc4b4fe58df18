"""Keep a note about a case that officers alone read, typed in one message with the number of the case."""

from domain.language.officer_order import internal_note
from domain.organisation.officers import Officer
from handlers.conversations.officer.case_lists import with_number
from handlers.core.messages import Reply, Text
from handlers.engine.turn import Turn
from handlers.usecases import internal_notes


def answer(turn: Turn, officer: Officer, text: str) -> list[Reply]:
    """Return what became of the note in a text; empty for another text.

    It is kept at once: unlike news it reaches nobody outside, so nothing has to be confirmed.
    """
    noted = internal_note(text)
    if noted is None:
        return []
    reference, words = noted
    found = () if reference is None else with_number(turn, officer, reference)
    if len(found) != 1 or not internal_notes.add(turn.uow, officer, found[0], words):
        return [Text(turn.say("officer.how_note"))]
    return [Text(turn.say("officer.noted", number=found[0].number, note=words))]
