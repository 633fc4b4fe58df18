"""What people send beside words: asked of LINE at once, kept when it is here."""

import secrets
from collections.abc import Iterable, Sequence

from handlers.core.messages import EventKind, InboundEvent
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.draft import Draft, Evidence, parts
from storage.cases.attachments import Attachment, AttachmentKind, AttachmentState, Moment
from storage.queues.tasks import TaskKind

KINDS = {
    EventKind.PHOTO: AttachmentKind.IMAGE,
    EventKind.VOICE: AttachmentKind.AUDIO,
    EventKind.VIDEO: AttachmentKind.VIDEO,
    EventKind.FILE: AttachmentKind.FILE,
}
LIMIT = 10


def is_evidence(event: InboundEvent) -> bool:
    return event.kind in KINDS


def take(
    uow: UnitOfWork,
    event: InboundEvent,
    sent: Evidence,
    *,
    moment: Moment = Moment.BEFORE,
    nameless: bool = False,
) -> Evidence:
    """What was sent, with one photo, voice, video or file more, which is sent for; at most `LIMIT` of them.

    Nobody can tell yet whether the case will be about staff, so nothing that is written down ties it to its
    sender. `nameless`: nor does the task, so that its sender is not told when LINE no longer has it.
    """
    owner = sent.owner or f"draft:{secrets.token_hex(16)}"
    ids = sent.ids
    is_full = len(ids) >= LIMIT
    if not is_full:
        row = uow.tx.attachments.want(event.message_id, owner, KINDS[event.kind], moment, event.at)
        ids = (*ids, row)
        asker = "" if nameless else event.sender
        uow.tx.tasks.ask(TaskKind.ATTACHMENT, event.message_id, uow.now, asker)
    sets = {**sent.sets, event.set_id: sent.sets.get(event.set_id, 0) + 1}
    return Evidence(ids, owner, sets, is_full)


def loose_in(uow: UnitOfWork, draft: Draft) -> list[Attachment]:
    """What was sent into a draft, or one that lies within it, and is in no case."""
    return _loose(uow, [key for part in parts(draft, Evidence) for key in part.ids])


def discard(uow: UnitOfWork, draft: Draft) -> None:
    """Delete what was sent into a draft that was given up; what it interrupted keeps its own."""
    drop(uow, _loose(uow, draft.own_evidence))


def _loose(uow: UnitOfWork, ids: Sequence[int]) -> list[Attachment]:
    return [one for one in uow.tx.attachments.get_many(ids) if one.complaint_id is None]


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
