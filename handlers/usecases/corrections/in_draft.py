"""Find the typed texts of a draft by name, and change them after a message was unsent or edited."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from domain.cases.complaint import Place
from domain.language.text_span import Exchanged, Span, exchange
from handlers.core.messages import Location
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine import saved_conversation
from handlers.engine.draft import TYPED, Conversation, Evidence, with_parts

PIN = "pin"
"""The name of a map pin, which is treated as a text of the draft."""
_WORDS = "words"
TextName = tuple[str, str]
"""The id of a draft and the fields that lead to a text in it: `("a1b2", "place.words")`."""


def texts_of(running: Conversation | None) -> dict[TextName, str]:
    """Return the typed texts of a draft, its nested drafts and suspended conversations; a pin as coordinates."""
    return dict(_texts(running.draft_id, running.draft)) if running else {}


def coordinates(location: Location) -> str:
    """Return the text that represents a map pin: latitude and longitude in degrees."""
    return f"{location.latitude},{location.longitude}"


def change_text(
    uow: UnitOfWork, sender: str, name: TextName, span: Span, words: str
) -> Exchanged | None:
    """Replace the span of one text in a person's draft by `words`; returns the change.

    A text that becomes empty counts as not answered. Returns None if there is no such draft or text any more.
    """
    running = saved_conversation.load(uow, sender)
    text = texts_of(running).get(name)
    if running is None or text is None:
        return None
    exchanged = exchange(text, span, words)
    (draft_id, path) = name

    def one(found: Conversation) -> Conversation:
        if found.draft_id != draft_id:
            return found
        return replace(found, draft=_with_text(found.draft, path.split("."), exchanged.text))

    _save(uow, sender, running, with_parts(running, Conversation, one))
    return exchanged


def leave_out(uow: UnitOfWork, sender: str, attachment_id: int) -> None:
    """Remove an attachment from a person's draft, its nested drafts and suspended conversations."""
    running = saved_conversation.load(uow, sender, lock=True)
    if running is not None:
        without = with_parts(running, Evidence, lambda sent: sent.without(attachment_id))
        _save(uow, sender, running, without)


def _save(uow: UnitOfWork, sender: str, before: Conversation, after: Conversation) -> None:
    if after != before:
        saved_conversation.save(uow, sender, after, before.updated_at or uow.now)


def _texts(draft_id: str, whole: object, prefix: str = "") -> Iterator[tuple[TextName, str]]:
    assert is_dataclass(whole)
    for one in fields(whole):
        value, name = getattr(whole, one.name), f"{prefix}{one.name}"
        if isinstance(value, Conversation):
            yield from _texts(value.draft_id, value.draft)
        elif isinstance(value, Place):
            yield from _of_place(draft_id, name, value)
        elif is_dataclass(value):
            yield from _texts(draft_id, value, f"{name}.")
        elif TYPED in one.metadata and value:
            yield (draft_id, name), value


def _of_place(draft_id: str, name: str, place: Place) -> Iterator[tuple[TextName, str]]:
    if place.words:
        yield (draft_id, f"{name}.{_WORDS}"), place.words
    if place.latitude is not None and place.longitude is not None:
        pinned = Location(place.latitude, place.longitude)
        yield (draft_id, f"{name}.{PIN}"), coordinates(pinned)


def _with_text(whole: Any, path: list[str], text: str) -> Any:  # noqa: ANN401 - a draft or a part of one
    name, *rest = path
    if rest:
        return replace(whole, **{name: _with_text(getattr(whole, name), rest, text)})
    if isinstance(whole, Place) and name == PIN:
        return replace(whole, latitude=None, longitude=None)
    if isinstance(whole, Place):
        return replace(whole, words=text)
    (default,) = (one.default for one in fields(whole) if one.name == name)
    return replace(whole, **{name: text or default})
