"""Recognise greetings and thanks, which are never a story or an answer, by rules and not only by the model."""

from domain.language.acts import Act
from handlers.engine.turn import Turn

GREETINGS = frozenset({Act.GREETING, Act.THANKS})
ANNOUNCEMENTS = frozenset({Act.OPENER, Act.ANNOUNCE})


def is_manners(turn: Turn, text: str, acts: frozenset[Act] = GREETINGS) -> bool:
    """Whether a rule recognises a text as one of these acts.

    A name or a place alone may look like a greeting to the statistical model, so its guess does not count.
    """
    return turn.uow.understood(text).act in acts and is_by_rule(turn, text)


def is_by_rule(turn: Turn, text: str) -> bool:
    """Whether the act of a text was recognised by a rule, and not only guessed by the model."""
    act, language = turn.uow.understood(text).act, turn.uow.context.language
    squeezed = language.dialect.read(text).squeezed
    return act in language.acts.read(squeezed).names
