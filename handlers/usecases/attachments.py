"""What people send beside words: asked of LINE at once, kept when it is here."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.core.messages import EventKind, InboundEvent
from handlers.core.unit_of_work import UnitOfWork
from storage.cases.attachments import Attachment, AttachmentKind, AttachmentState, Moment
from storage.queues.tasks import TaskKind

KINDS = {
    EventKind.PHOTO: AttachmentKind.IMAGE,
    EventKind.VOICE: AttachmentKind.AUDIO,
    EventKind.VIDEO: AttachmentKind.VIDEO,
    EventKind.FILE: AttachmentKind.FILE,
}
LIMIT = 10
EVIDENCE, PHOTOS = "evidence", "photos"
"""Keys of a draft under which ids of attachments lie: what a resident sent, and after-photos."""
OWNER = "owner"
"""Key of a draft: what stands on its attachments for whoever sent them."""
FULL = "full"
"""Key of a draft: there was no room for what was sent last."""


@dataclass(frozen=True)
class Sent:
    """Ids of what came into a draft, and its stand-in: only with this may they be laid into a case."""

    ids: tuple[int, ...] = ()
    owner: str = ""


NOTHING = Sent()


def is_evidence(event: InboundEvent) -> bool:
    return event.kind in KINDS


def take(
    uow: UnitOfWork,
    event: InboundEvent,
    draft: Mapping[str, Any],
    *,
    into: str = EVIDENCE,
    nameless: bool = False,
) -> dict[str, Any]:
    """The draft with a photo, a voice, a video or a file in it, which is sent for; at most `LIMIT` of them.

    Nobody can tell yet whether the case will be about staff, so nothing that is written down ties it to its
    sender. `nameless`: nor does the errand, so that its sender is not told when LINE no longer has it.
    """
    owner = draft.get(OWNER) or f"draft:{secrets.token_hex(16)}"
    kept = list(draft.get(into, ()))
    is_full = len(kept) >= LIMIT
    if not is_full:
        moment = Moment.AFTER if into == PHOTOS else Moment.BEFORE
        kept.append(
            uow.tx.attachments.want(event.message_id, owner, KINDS[event.kind], moment, event.at)
        )
        asker = "" if nameless else event.sender
        uow.tx.tasks.ask(TaskKind.ATTACHMENT, event.message_id, uow.now, asker)
    sets = dict(draft.get("sets", {}))
    sets[event.set_id] = sets.get(event.set_id, 0) + 1
    return {**draft, OWNER: owner, into: kept, "sets": sets, FULL: is_full}


def sent(draft: Mapping[str, Any], into: str = EVIDENCE) -> Sent:
    return Sent(tuple(draft.get(into, ())), draft.get(OWNER, ""))


def carried(draft: Mapping[str, Any]) -> dict[str, Any]:
    """What another conversation must know of this draft to take its evidence over."""
    return {key: draft[key] for key in (EVIDENCE, OWNER) if draft.get(EVIDENCE)}


def loose_in(uow: UnitOfWork, draft: Mapping[str, Any]) -> list[Attachment]:
    """What was sent into a draft, or one that lies within it, and is in no case."""
    found = uow.tx.attachments.get_many(list(_ids_in(draft)))
    return [one for one in found if one.complaint_id is None]


def still_wanted(uow: UnitOfWork, draft: Mapping[str, Any]) -> None:
    """Keep what was sent into a draft, or one within it, for as long as the draft from today."""
    ids = list(_ids_in(draft))
    if ids:
        uow.tx.attachments.still_wanted(ids, uow.now)


def discard(uow: UnitOfWork, draft: Mapping[str, Any]) -> None:
    """Delete what was sent into a draft that was given up; what it interrupted keeps its own."""
    own = {key: draft[key] for key in (EVIDENCE, PHOTOS) if key in draft}
    drop(uow, loose_in(uow, own))


def _ids_in(draft: Mapping[str, Any]) -> Iterator[int]:
    for key, value in draft.items():
        if isinstance(value, Mapping):
            yield from _ids_in(value)
        elif key in {EVIDENCE, PHOTOS}:
            yield from value


def mark_stored(
    uow: UnitOfWork, message_id: str, kind: AttachmentKind, file: str, media_type: str
) -> None:
    """It is here; if it was taken back meanwhile, it goes again."""
    if not uow.tx.attachments.mark_stored(message_id, kind, file, media_type):
        uow.tx.tasks.ask(TaskKind.FORGET_FILE, file, uow.now)


def lose(uow: UnitOfWork, message_id: str, state: AttachmentState) -> Attachment | None:
    """Note that it will not come; returns what it was, or None when it was not waited for any more."""
    found = uow.tx.attachments.by_message(message_id)
    if found is None or found.state is not AttachmentState.WANTED:
        return None
    uow.tx.attachments.mark_lost(message_id, state)
    return found


def drop(uow: UnitOfWork, unwanted: Iterable[Attachment]) -> None:
    """Delete rows now and their files right after, unless another row holds the same content."""
    for file in uow.tx.attachments.drop([one.id for one in unwanted]):
        uow.tx.tasks.ask(TaskKind.FORGET_FILE, file, uow.now)
