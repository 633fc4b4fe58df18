"""What one message put into a draft, changed or taken out of it again."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from domain.cases.complaint import Place
from handlers.core.messages import Location
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine import saved_conversation
from handlers.engine.draft import TYPED, Draft, Evidence, with_parts

Change = Callable[[str], str | None]
"""A text as it is to be; None where it is to stay."""


def change(uow: UnitOfWork, sender: str, changed: Callable[[Draft], Draft]) -> bool:
    """Put the draft somebody is in the middle of through `changed`; whether it is another now."""
    running = saved_conversation.load(uow, sender)
    if running is None:
        return False
    draft = changed(running.draft)
    if draft == running.draft:
        return False
    going_on = replace(running, draft=draft)
    saved_conversation.save(uow, sender, going_on, running.updated_at or uow.now)
    return True


def leave_out(uow: UnitOfWork, sender: str, attachment_id: int) -> None:
    """A draft of theirs goes on without this photo or file."""
    uow.tx.conversations.lock(sender)
    change(
        uow,
        sender,
        lambda draft: with_parts(draft, Evidence, lambda sent: sent.without(attachment_id)),
    )


def reworded(draft: Draft, change: Change) -> Draft:
    """With its typed texts changed; one that becomes empty counts as not answered."""

    def texts(one: Draft) -> Draft:
        typed = [part for part in fields(one) if TYPED in part.metadata and getattr(one, part.name)]
        told = [(part, change(getattr(one, part.name))) for part in typed]
        new: Any = {part.name: text or part.default for part, text in told if text is not None}
        return replace(one, **new)

    def words(place: Place) -> Place:
        told = change(place.words)
        return place if told is None else replace(place, words=told)

    return with_parts(with_parts(draft, Draft, texts), Place, words)


def without_pin(draft: Draft, location: Location) -> Draft:
    """Without a place on the map, and what the map calls it."""

    def unpinned(place: Place) -> Place:
        if (place.latitude, place.longitude) != (location.latitude, location.longitude):
            return place
        words = "" if place.words == location.words else place.words
        return replace(place, latitude=None, longitude=None, words=words)

    return with_parts(draft, Place, unpinned)
