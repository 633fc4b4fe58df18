"""Change the text that one message added to an inquiry, after it was unsent or edited."""

from dataclasses import replace

from domain.language.text_span import Exchanged, exchange
from handlers.core.unit_of_work import UnitOfWork
from storage.cases.message_parts import Part

WORDS = "words"


def reword(uow: UnitOfWork, parts: tuple[Part, ...], words: str) -> list[tuple[Part, Exchanged]]:
    """Replace these parts of inquiries by `words`, also of an answered question; returns the changes."""
    changes: list[tuple[Part, Exchanged]] = []
    for part in parts:
        found = uow.tx.inquiries.lock(part.row)
        if found is None or not found.words:
            continue
        done = exchange(found.words, part.span, words)
        uow.tx.inquiries.save(replace(found, words=done.text))
        changes.append((part, done))
    return changes
