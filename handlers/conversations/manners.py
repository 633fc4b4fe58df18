"""Recognise texts that are never a story or an answer, such as greetings and thanks."""

import re

from domain.language.acts import Act
from domain.language.places import gives_name
from domain.language.topic_choice import is_bare_number
from domain.language.unanswered_question import as_unanswered_question
from domain.language.unnamed import says_little_else
from handlers.engine.turn import Turn

GREETINGS = frozenset({Act.GREETING, Act.THANKS})
ANNOUNCEMENTS = frozenset({Act.OPENER, Act.ANNOUNCE})
NO_STORY = frozenset({Act.SPAM, Act.HUMAN})
"""Acts of texts that never continue a story, in addition to greetings and thanks."""
_TELEPHONE = re.compile(r"\d(?:[ -]?\d){8,9}")


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


def only_wishes_no_name(turn: Turn, text: str) -> bool:
    """Whether a text asks that nobody learns who reported it, and says hardly anything else."""
    language = turn.uow.context.language
    squeezed = language.dialect.read(text).squeezed
    return turn.uow.understood(text).anonymous and says_little_else(squeezed, language.anonymity)


def wants_a_call(turn: Turn, text: str) -> bool:
    """Whether a text asks for a person and gives the number at which to call its writer."""
    return turn.uow.understood(text).act is Act.HUMAN and bool(_TELEPHONE.search(text))


def continues_story(turn: Turn, text: str) -> bool:
    """Whether a text may be a part of a story: no command, no number alone, no manners and no advertisement.

    What may accuse somebody of the office always is, and so are the name and the telephone of its writer.
    """
    understood = turn.uow.understood(text)
    has_words = as_unanswered_question(text) is not None and not is_bare_number(text)
    is_beside = understood.act in NO_STORY or is_manners(turn, text, GREETINGS | ANNOUNCEMENTS)
    always = understood.staff or wants_a_call(turn, text) or gives_name(understood.folded)
    return has_words and not understood.command and (always or not is_beside)
