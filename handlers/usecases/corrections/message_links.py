"""Which message brought which words: followed turn by turn through the drafts of a person, and into a case.

A turn has one message. What a text of the draft has more after it came from that message, or from another
text that the draft had before, as when a matter goes on as one about staff.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from domain.language.text_span import Span, added
from handlers.core.messages import EventKind, InboundEvent
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine import saved_conversation
from handlers.engine.draft import Conversation
from handlers.usecases.corrections import in_draft
from handlers.usecases.corrections.in_draft import TextName
from storage.cases import message_parts
from storage.cases.message_parts import CurrentMessage, MessageLocation, Part
from storage.db.column_types import whole_day

Targets = Mapping[str, Sequence[tuple[str, int]]]
"""Where the texts of a draft go: by the name of each the fields that hold it, with the id of their row or 0."""


@dataclass(frozen=True)
class _Move:
    """A text that goes on in another: what stood at `begin` is now at `span`."""

    to: TextName
    begin: int
    span: Span

    def part(self, old: Part) -> Part:
        within = old.span.moved(-self.begin).within(self.span.end - self.span.start)
        return Part(self.to[1], within.moved(self.span.start))


def begin(uow: UnitOfWork, event: InboundEvent, texts: frozenset[str]) -> bool:
    """Take up a message. `texts`: what it may put into a draft. False when it was taken back before it came."""
    if not event.message_id:
        return True
    parts = uow.tx.message_parts
    if parts.is_taken_back(event.message_id):
        return False
    parts.current = CurrentMessage(event.message_id, event.sender, texts, whole_day(uow.now))
    return True


def texts_in(event: InboundEvent) -> frozenset[str]:
    if event.kind is EventKind.PIN and event.location is not None:
        said = {in_draft.coordinates(event.location), event.location.words}
    else:
        said = {event.text.strip()} if event.kind is EventKind.TEXT else set()
    return frozenset(said - {""})


def follow(uow: UnitOfWork, sender: str, before: Conversation | None) -> None:
    """Keep where the words of the drafts came from, once a turn is over. `before`: how it stood at its start."""
    old, new = in_draft.texts_of(before), in_draft.texts_of(saved_conversation.load(uow, sender))
    own: list[tuple[TextName, Span]] = []
    moves: dict[TextName, _Move] = {}
    replaced = old.keys() - new.keys()
    for name, text in new.items():
        before_it = old.get(name, "")
        if text == before_it:
            continue
        more = added(before_it, text)
        if before_it and more is None:
            replaced |= {name}
        span = more or Span(0, len(text))
        words = text[span.start : span.end]
        source = None if words in _current_texts(uow) else _source(words, name, old, new)
        if source and (old[source] == words or not _is_of_current(uow, words)):
            moves[source] = _Move(name, old[source].find(words), span)
        elif _is_of_current(uow, words):
            own.append((name, span))
    drafts = {draft_id for draft_id, _ in new}
    changed = {draft_id for draft_id, _ in replaced} & drafts | {draft_id for draft_id, _ in moves}
    held = [
        (draft_id, found)
        for draft_id in changed
        for found in uow.tx.message_parts.of(message_parts.draft(draft_id))
    ]
    for draft_id, found in held:
        _carry(uow, draft_id, found, replaced, moves)
    _keep_own(uow, own)
    if gone := {draft_id for draft_id, _ in old} - drafts:
        uow.tx.message_parts.drop([message_parts.draft(draft_id) for draft_id in gone])


def enter(
    uow: UnitOfWork,
    draft_id: str,
    holder: str,
    targets: Targets,
    *,
    said: tuple[str, str] = ("", ""),
) -> None:
    """The words of a draft stand in a case or a rating now: `holder` of storage.cases.message_parts.

    `said`: name and words of a text that ended the draft in the turn that brought it.
    """
    parts = uow.tx.message_parts
    for found in parts.of(message_parts.draft(draft_id)) if draft_id else ():
        moved = tuple(
            Part(field, part.span, row)
            for part in found.parts
            for field, row in targets.get(part.field, ())
        )
        if moved:
            parts.put(replace(found, holder=holder, parts=moved))
    name, words = said
    if parts.current and words and _is_of_current(uow, words):
        whole = Span(0, len(words))
        own = tuple(Part(field, whole, row) for field, row in targets[name])
        current = parts.current
        parts.put(MessageLocation(current.message_id, current.sender, holder, own, current.day))


def forget_drafts(uow: UnitOfWork, running: Conversation) -> None:
    """Drafts are deleted: the messages that made them up are not known any more."""
    drafts = {draft_id for draft_id, _ in in_draft.texts_of(running)}
    uow.tx.message_parts.drop([message_parts.draft(draft_id) for draft_id in drafts])


def _is_of_current(uow: UnitOfWork, words: str) -> bool:
    """Whether the message of this turn has the words: all of it, without the menu's word, or cut at a limit."""
    return any(words in text for text in _current_texts(uow))


def _current_texts(uow: UnitOfWork) -> frozenset[str]:
    current = uow.tx.message_parts.current
    return current.texts if current else frozenset()


def _source(
    words: str, name: TextName, old: Mapping[TextName, str], new: Mapping[TextName, str]
) -> TextName | None:
    """The text these words were in before: one that is gone from there, best of all the same in another draft."""
    left = [one for one, text in old.items() if words in text and new.get(one) != text]
    left.sort(key=lambda one: (old[one] != words, one[1] != name[1]))
    return left[0] if left else None


def _carry(
    uow: UnitOfWork,
    draft_id: str,
    found: MessageLocation,
    replaced: AbstractSet[TextName],
    moves: Mapping[TextName, _Move],
) -> None:
    """Let the words of one message go where the texts they were in have gone."""
    names = {part: (draft_id, part.field) for part in found.parts}
    moved = [
        (moves[name].to[0], moves[name].part(part)) for part, name in names.items() if name in moves
    ]
    home = moved[0][0] if moved else draft_id
    stay = [part for part, name in names.items() if name not in replaced and name not in moves]
    kept = (*(stay if home == draft_id else ()), *(part for to, part in moved if to == home))
    if not kept:
        uow.tx.message_parts.remove(found.message_id)
    elif kept != found.parts or home != draft_id:
        uow.tx.message_parts.put(replace(found, holder=message_parts.draft(home), parts=kept))


def _keep_own(uow: UnitOfWork, own: Sequence[tuple[TextName, Span]]) -> None:
    parts = uow.tx.message_parts
    if not own or parts.current is None:
        return
    current, (draft_id, _) = parts.current, own[0][0]
    kept = tuple(Part(field, span) for (home, field), span in own if home == draft_id)
    parts.put(
        MessageLocation(
            current.message_id,
            current.sender,
            message_parts.draft(draft_id),
            kept,
            current.day,
        )
    )
