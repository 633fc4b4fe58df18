"""What an officer's typed text is meant for."""

from domain.language.officer_intent import Intended, intended
from handlers.engine.turn import Turn


def intent_of(turn: Turn, text: str) -> Intended:
    """Return what the writer of a text wants who is an officer."""
    language = turn.uow.context.language
    return intended(language.dialect.read(text).squeezed, language.officer_model)
