"""Hide the reporter's name in the case they have just filed, when they ask for it afterwards."""

from collections.abc import Sequence

from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from domain.language.acts import Accusation, Act
from handlers.conversations.manners import only_wishes_no_name
from handlers.conversations.reporter.follow_up import newest_ordinary
from handlers.core.messages import Reply, Text
from handlers.engine.turn import Turn
from handlers.usecases import complaints

LONGEST = 60
"""Characters of the longest text that asks for this and nothing else."""
_OTHER = frozenset({Act.DELETE_DATA, Act.HUMAN, Act.CONDUCT})


def by_words(turn: Turn, text: str, own: Sequence[Complaint]) -> list[Reply] | None:
    """Hide the name in the writer's newest open case, and say so; None for any other text and without a case.

    Its officers get a sentence of ours and not these words, which may tell of whom the writer is afraid.
    `own`: the open cases, the newest first.
    """
    case = newest_ordinary(own)
    if case is None or not _is_wish(turn, text):
        return None
    if case.hide_name:
        return [Text(turn.say("own.name_hidden_before", number=case.number))]
    note = turn.uow.context.translations.say("own.name_hidden_note", "th")
    complaints.reporter_acts(turn.uow, case.reporter, case.id, Action.ADD, note=note)
    return [Text(turn.say("own.name_hidden", number=case.number))]


def _is_wish(turn: Turn, text: str) -> bool:
    """Whether a text wishes that nobody learns who reported it, and tells or asks nothing else."""
    understood = turn.uow.understood(text)
    if len(text) > LONGEST or not understood.anonymous or understood.danger:
        return False
    if only_wishes_no_name(turn, text):
        return True
    tells_more = understood.names_a_problem or understood.asks_by_name
    is_other = understood.act in _OTHER or understood.accusation is Accusation.LIKELY
    return not tells_more and not is_other
