"""What one message put into a draft, changed or taken out of it again."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from handlers.core.messages import Location
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import attachments

TEXTS = frozenset({"detail", "note", "comment", "words", "story", "who", "when", "proof"})
"""Keys of a draft that hold what was typed."""
Draft = Mapping[str, Any]
Change = Callable[[str], str | None]
"""A text as it is to be; None where it is to stay."""


def change(uow: UnitOfWork, sender: str, changed: Callable[[Draft], Draft]) -> bool:
    """Put the draft somebody is in the middle of through `changed`; whether it is another now."""
    conversations = uow.tx.conversations
    place = conversations.find(sender)
    if place is None:
        return False
    draft = changed(place.draft)
    if draft == place.draft:
        return False
    conversations.put(sender, replace(place, draft=draft), place.updated_at or uow.now)
    return True


def leave_out(uow: UnitOfWork, sender: str, attachment_id: int) -> None:
    """A draft of theirs goes on without this photo or file."""
    uow.tx.conversations.lock(sender)
    change(uow, sender, lambda draft: _without(draft, attachment_id))


def reworded(draft: Draft, change: Change) -> Draft:
    """With its typed texts changed; an empty one is left out."""

    def one(flat: Draft) -> Draft:
        texts = {key: text for key, text in flat.items() if key in TEXTS and isinstance(text, str)}
        new = {key: told for key, text in texts.items() if (told := change(text)) is not None}
        return {key: value for key, value in {**flat, **new}.items() if new.get(key) != ""}

    return _everywhere(draft, one)


def without_pin(draft: Draft, location: Location) -> Draft:
    """Without a place on the map, and what the map calls it."""

    def one(flat: Draft) -> Draft:
        if (flat.get("latitude"), flat.get("longitude")) != (location.latitude, location.longitude):
            return flat
        gone = {
            "latitude",
            "longitude",
            *(["words"] if flat.get("words") == location.words else []),
        }
        return {key: value for key, value in flat.items() if key not in gone}

    return _everywhere(draft, one)


def _without(draft: Draft, attachment_id: int) -> Draft:
    def one(flat: Draft) -> Draft:
        ids = {key: flat[key] for key in (attachments.EVIDENCE, attachments.PHOTOS) if key in flat}
        return {
            **flat,
            **{key: [n for n in kept if n != attachment_id] for key, kept in ids.items()},
        }

    return _everywhere(draft, one)


def _everywhere(draft: Draft, one: Callable[[Draft], Draft]) -> Draft:
    """The draft and every draft within it, each put through `one`."""
    inner = {
        key: _everywhere(value, one) if isinstance(value, Mapping) else value
        for key, value in draft.items()
    }
    return one(inner)
