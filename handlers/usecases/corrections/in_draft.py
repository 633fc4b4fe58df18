"""The typed texts of a draft: named, so that a message can be followed to them, and changed by that name."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from domain.language.text_span import Exchanged, Span, exchange
from handlers.core.messages import Location
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import attachments
from storage.people.conversations import ConversationState

TEXTS = frozenset({"detail", "note", "comment", "words", "story", "who", "when", "proof"})
"""Keys of a draft that hold what was typed."""
PIN = "pin"
"""The name of a place on the map, beside the texts of a draft: it comes and goes as they do."""
Draft = Mapping[str, Any]
TextName = tuple[str, str]
"""The id of a draft and the keys that lead to a text in it: `("a1b2", "place.words")`."""


def texts_of(state: ConversationState | None) -> dict[TextName, str]:
    """What was typed into a draft and into those it interrupted; of a place on the map its coordinates."""
    return dict(_texts(state.draft_id, state.draft)) if state else {}


def coordinates(location: Location) -> str:
    return f"{location.latitude},{location.longitude}"


def change_text(
    uow: UnitOfWork, sender: str, name: TextName, span: Span, words: str
) -> Exchanged | None:
    """Exchange a part of one text of somebody's draft; a text that is empty then is asked for again.

    None when they have no such draft, or it has no such text any more.
    """
    state = uow.tx.conversations.find(sender)
    text = texts_of(state).get(name)
    if state is None or text is None:
        return None
    (draft_id, path) = name
    done = exchange(text, span, words)
    *way, key = path.split(".")
    values = {} if key == PIN or not done.text else {key: done.text}
    gone = {"latitude", "longitude"} if key == PIN else {key}

    def one(flat: Draft) -> Draft:
        return {**{name: value for name, value in flat.items() if name not in gone}, **values}

    draft = _in_draft(state.draft, state.draft_id, draft_id, lambda found: _at(found, way, one))
    _put(uow, sender, state, draft)
    return done


def leave_out(uow: UnitOfWork, sender: str, attachment_id: int) -> None:
    """A draft of theirs goes on without this photo or file."""
    state = uow.tx.conversations.lock(sender)
    if state is not None:
        _put(uow, sender, state, _without(state.draft, attachment_id))


def _put(uow: UnitOfWork, sender: str, state: ConversationState, draft: Draft) -> None:
    if draft != state.draft:
        uow.tx.conversations.put(sender, replace(state, draft=draft), state.updated_at or uow.now)


def _texts(draft_id: str, draft: Draft, way: str = "") -> Iterator[tuple[TextName, str]]:
    for key, value in draft.items():
        if _is_interrupted(value):
            yield from _texts(value["draft_id"], value["draft"])
        elif isinstance(value, Mapping):
            yield from _texts(draft_id, value, f"{way}{key}.")
        elif key in TEXTS and isinstance(value, str) and value:
            yield (draft_id, f"{way}{key}"), value
    if draft.get("latitude") is not None:
        pinned = Location(draft["latitude"], draft["longitude"])
        yield (draft_id, f"{way}{PIN}"), coordinates(pinned)


def _is_interrupted(value: object) -> bool:
    """Whether it is a whole conversation that another one interrupted."""
    return isinstance(value, Mapping) and {"draft_id", "draft"} <= set(value)


def _in_draft(draft: Draft, draft_id: str, wanted: str, change: Callable[[Draft], Draft]) -> Draft:
    """The draft, changed where it or one that it interrupted is the wanted one."""
    if draft_id == wanted:
        return change(draft)
    return {
        key: {**value, "draft": _in_draft(value["draft"], value["draft_id"], wanted, change)}
        if _is_interrupted(value)
        else value
        for key, value in draft.items()
    }


def _at(draft: Draft, way: list[str], change: Callable[[Draft], Draft]) -> Draft:
    if not way:
        return change(draft)
    key, *rest = way
    return {**draft, key: _at(draft[key], rest, change)}


def _without(draft: Draft, attachment_id: int) -> Draft:
    inner = {
        key: _without(value, attachment_id) if isinstance(value, Mapping) else value
        for key, value in draft.items()
    }
    for key in (attachments.EVIDENCE, attachments.PHOTOS):
        if key in inner:
            inner[key] = [one for one in inner[key] if one != attachment_id]
    return inner
