"""Tells manners, which belong to no story and no answer, from texts that the model merely takes for manners."""

from domain.language.acts import Act
from handlers.engine.turn import Turn

GREETINGS = frozenset({Act.GREETING, Act.THANKS})
ANNOUNCEMENTS = frozenset({Act.OPENER, Act.ANNOUNCE})


def is_manners(turn: Turn, text: str, acts: frozenset[Act] = GREETINGS) -> bool:
    """Whether a text is nothing but one of these acts, by the words of a rule.

    A name or a place alone may look like a greeting to the statistical model, so its guess does not count.
    """
    act = turn.uow.understood(text).act
    language = turn.uow.context.language
    squeezed = language.dialect.read(text).squeezed
    return act in acts and act in language.acts.read(squeezed).names
