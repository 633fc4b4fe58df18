"""Record which part of a text came from which message, in a person's drafts and in cases.

A turn has one message. Text that a draft gains in a turn comes from that message or from another text of the
drafts, for example when a complaint continues as a staff complaint.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from domain.cases.complaint import Complaint
from domain.cases.conduct import ReporterLink
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
"""For each text of a draft by name: the fields into which it was copied, each with the id of its row or 0."""


@dataclass(frozen=True)
class _Move:
    """Text that moved from index `begin` of an old text to `span` of the text named `to`."""

    to: TextName
    begin: int
    span: Span

    def part(self, old: Part) -> Part:
        within = old.span.moved(-self.begin).within(self.span.end - self.span.start)
        return Part(self.to[1], within.moved(self.span.start))


@dataclass(frozen=True)
class _Reworded:
    """A text named `to` in which the words at the span `old` were exchanged for others, longer by `growth`."""

    to: TextName
    old: Span
    growth: int

    def part(self, old: Part) -> Part:
        start, end = (
            index + self.growth if index >= self.old.end else index
            for index in (old.span.start, old.span.end)
        )
        return Part(self.to[1], Span(start, end))


_FEW = 40
"""Most characters that are exchanged when a text is reworded, such as the number of a wrong village."""


def may_link(case: Complaint) -> bool:
    """Whether the messages of a case may be recorded: not for a case without a link to its reporter."""
    return case.conduct is None or case.conduct.link is not ReporterLink.NONE


def begin(uow: UnitOfWork, event: InboundEvent, texts: frozenset[str]) -> bool:
    """Make this message the current one of the transaction; False if it was unsent before it was handled.

    `texts`: the texts that it may add to a draft.
    """
    if not event.message_id:
        return True
    parts = uow.tx.message_parts
    if parts.is_taken_back(event.message_id):
        return False
    parts.current = CurrentMessage(event.message_id, event.sender, texts, whole_day(uow.now))
    return True


def texts_in(event: InboundEvent) -> frozenset[str]:
    """Return the texts that an event may add to a draft: its text, or a pin's coordinates and title."""
    if event.kind is EventKind.LOCATION and event.location is not None:
        texts = {in_draft.coordinates(event.location), event.location.words}
    else:
        texts = {event.text.strip()} if event.kind is EventKind.TEXT else set()
    return frozenset(texts - {""})


def follow(uow: UnitOfWork, sender: str, before: Conversation | None) -> None:
    """Update the links between messages and texts of the drafts at the end of a turn.

    `before`: the running conversation at the start of the turn.
    """
    old, new = in_draft.texts_of(before), in_draft.texts_of(saved_conversation.load(uow, sender))
    own: list[tuple[TextName, Span]] = []
    moves: dict[TextName, _Move | _Reworded] = {}
    replaced = old.keys() - new.keys()
    for name, text in new.items():
        old_text = old.get(name, "")
        if text == old_text:
            continue
        more = added(old_text, text) if old_text else None
        reworded = _reworded(uow, name, old_text, text) if more is None else None
        if reworded is not None:
            moves[name] = reworded
            continue
        if old_text and more is None:
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
    links = [
        (draft_id, found)
        for draft_id in changed
        for found in uow.tx.message_parts.of(message_parts.draft(draft_id))
    ]
    for draft_id, found in links:
        _update_link(uow, draft_id, found, replaced, moves)
    _link_current(uow, own)
    if gone := {draft_id for draft_id, _ in old} - drafts:
        uow.tx.message_parts.drop([message_parts.draft(draft_id) for draft_id in gone])


def move_to_record(
    uow: UnitOfWork,
    draft_id: str,
    holder: str,
    targets: Targets,
    *,
    last_text: tuple[str, str] = ("", ""),
) -> None:
    """Move the links of a draft's messages to the case or rating that was created from the draft.

    `holder`: the case or rating, as named by storage.cases.message_parts. `last_text`: name and content of a text
    that completed the draft in the turn in which it was sent, so that it was never stored in the draft.
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
    name, words = last_text
    if parts.current and words and _is_of_current(uow, words):
        whole = Span(0, len(words))
        own = tuple(Part(field, whole, row) for field, row in targets[name])
        current = parts.current
        parts.put(MessageLocation(current.message_id, current.sender, holder, own, current.day))


def forget_drafts(uow: UnitOfWork, running: Conversation) -> None:
    """Delete the links of messages to a conversation's drafts."""
    drafts = {draft_id for draft_id, _ in in_draft.texts_of(running)}
    uow.tx.message_parts.drop([message_parts.draft(draft_id) for draft_id in drafts])


def _reworded(uow: UnitOfWork, name: TextName, old: str, new: str) -> _Reworded | None:
    """Return the change of a text in which we exchanged a few words; None if its writer told it anew."""
    begin = _shared(old, new)
    behind = _shared(old[begin:][::-1], new[begin:][::-1])
    exchanged = max(len(old), len(new)) - begin - behind
    if not begin + behind or exchanged > min(_FEW, begin + behind) or _is_of_current(uow, new):
        return None
    return _Reworded(name, Span(begin, len(old) - behind), len(new) - len(old))


def _shared(one: str, other: str) -> int:
    """The number of characters with which both texts begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _is_of_current(uow: UnitOfWork, words: str) -> bool:
    """Whether the text is the message of this turn or a part of it, such as a text cut to a limit."""
    return any(words in text for text in _current_texts(uow))


def _current_texts(uow: UnitOfWork) -> frozenset[str]:
    current = uow.tx.message_parts.current
    return current.texts if current else frozenset()


def _source(
    words: str, name: TextName, old: Mapping[TextName, str], new: Mapping[TextName, str]
) -> TextName | None:
    """Return the name of the changed or removed text that contained `words` before, or None.

    A text equal to `words` is preferred, then one of the same field in another draft.
    """
    left = [one for one, text in old.items() if words in text and new.get(one) != text]
    left.sort(key=lambda one: (old[one] != words, one[1] != name[1]))
    return left[0] if left else None


def _update_link(
    uow: UnitOfWork,
    draft_id: str,
    found: MessageLocation,
    replaced: AbstractSet[TextName],
    moves: Mapping[TextName, _Move | _Reworded],
) -> None:
    """Update the link of one message after its texts were moved or replaced."""
    names = {part: (draft_id, part.field) for part in found.parts}
    moved = [
        (moves[name].to[0], moves[name].part(part)) for part, name in names.items() if name in moves
    ]
    home = moved[0][0] if moved else draft_id
    stay = [part for part, name in names.items() if name not in replaced and name not in moves]
    remaining = (*(stay if home == draft_id else ()), *(part for to, part in moved if to == home))
    if not remaining:
        uow.tx.message_parts.remove(found.message_id)
    elif remaining != found.parts or home != draft_id:
        uow.tx.message_parts.put(replace(found, holder=message_parts.draft(home), parts=remaining))


def _link_current(uow: UnitOfWork, own: Sequence[tuple[TextName, Span]]) -> None:
    parts = uow.tx.message_parts
    if not own or parts.current is None:
        return
    current, (draft_id, _) = parts.current, own[0][0]
    parts_of_draft = tuple(Part(field, span) for (home, field), span in own if home == draft_id)
    parts.put(
        MessageLocation(
            current.message_id,
            current.sender,
            message_parts.draft(draft_id),
            parts_of_draft,
            current.day,
        )
    )
