"""Attachments: the download from LINE is requested at once, and the file is stored when it has arrived."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from handlers.core.messages import EventKind, InboundEvent
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.draft import Draft, Evidence, parts
from storage.cases.attachments import Attachment, AttachmentKind, AttachmentState, Moment
from storage.people.daily_use import Use
from storage.queues.tasks import TaskKind

KINDS = {
    EventKind.PHOTO: AttachmentKind.IMAGE,
    EventKind.VOICE: AttachmentKind.AUDIO,
    EventKind.VIDEO: AttachmentKind.VIDEO,
    EventKind.FILE: AttachmentKind.FILE,
}
LIMIT = 10
BYTES_A_DAY = 300_000_000
"""Maximum stored bytes of one person a day: thirty photos, some minutes of video and the documents of a case."""
ALBUM_WAIT = timedelta(seconds=6)
"""How long to wait for the next photo of a set before replying to those that have arrived."""


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
    """Return the evidence `sent` with one more attachment, and enqueue the task that downloads it.

    If there are LIMIT attachments already, it is not taken and the result is marked `full`. The attachment's row
    contains a random owner and never the sender, because the case may become a staff complaint. `nameless`: the
    task does not contain the sender either, so they are not notified if LINE no longer has the file.
    """
    owner = sent.owner or f"draft:{secrets.token_hex(16)}"
    ids = sent.ids
    is_full = len(ids) >= LIMIT
    if not is_full:
        row = uow.tx.attachments.request(
            event.message_id, owner, KINDS[event.kind], moment, event.at
        )
        ids = (*ids, row)
        requester = "" if nameless else event.sender
        # A pseudonym of the account and the day, not of the case, so that it identifies nobody after that day.
        counts_for = uow.tx.daily_use.key(event.sender, Use.BYTES, uow.now)
        uow.tx.tasks.ask(
            TaskKind.ATTACHMENT,
            event.message_id,
            uow.now,
            requester,
            behind=len(ids) - 1,
            counts_for=counts_for,
        )
    sets = {**sent.sets, event.set_id: sent.sets.get(event.set_id, 0) + 1}
    if is_more_awaited(event, sets):
        due = uow.now + ALBUM_WAIT
        uow.tx.tasks.ask(TaskKind.ALBUM, event.set_id, uow.now, event.sender, at=due)
    elif event.set_size > 1:
        uow.tx.tasks.cancel(TaskKind.ALBUM, event.set_id)
    return Evidence(ids, owner, sets, is_full)


def keep(uow: UnitOfWork, owner: str, file: str, *, moment: Moment) -> int:
    """Record a picture that was not sent by LINE and is stored already; returns the row id.

    `owner`: a pseudonym of the form it was sent with. `file`: the name in storage.sealed.files.
    """
    message_id = f"stored:{secrets.token_hex(16)}"
    row = uow.tx.attachments.request(message_id, owner, AttachmentKind.IMAGE, moment, uow.now)
    uow.tx.attachments.mark_stored(message_id, AttachmentKind.IMAGE, file, "image/jpeg")
    return row


def is_more_awaited(event: InboundEvent, sets: Mapping[str, int]) -> bool:
    """Whether other photos of the event's set have not arrived yet. `sets`: how many have, by set."""
    return event.kind is EventKind.PHOTO and sets.get(event.set_id, 0) < event.set_size


def unfiled_in(uow: UnitOfWork, draft: Draft) -> list[Attachment]:
    """Return the attachments of a draft and its nested drafts that are in no case."""
    return _unfiled(uow, [key for part in parts(draft, Evidence) for key in part.ids])


def discard(uow: UnitOfWork, draft: Draft) -> None:
    """Delete the attachments of an abandoned draft, but not those of nested drafts."""
    drop(uow, _unfiled(uow, draft.own_evidence))


def _unfiled(uow: UnitOfWork, ids: Sequence[int]) -> list[Attachment]:
    return [one for one in uow.tx.attachments.get_many(ids) if one.complaint_id is None]


def mark_stored(
    uow: UnitOfWork,
    message_id: str,
    kind: AttachmentKind,
    file: str,
    media_type: str,
    *,
    tells: bool = False,
) -> None:
    """Record that an attachment's file is stored; if the attachment was deleted meanwhile, delete the file.

    `tells`: it may contain its author's name or a place. `message_id`: LINE's id of the message. `file`: the name
    in storage.sealed.files.
    """
    if not uow.tx.attachments.mark_stored(message_id, kind, file, media_type, tells=tells):
        uow.tx.tasks.ask(TaskKind.FORGET_FILE, file, uow.now)


def lose(uow: UnitOfWork, message_id: str, state: AttachmentState) -> Attachment | None:
    """Record that an attachment cannot be stored; returns it, or None if it was no longer expected.

    `state`: the reason.
    """
    found = uow.tx.attachments.by_message(message_id)
    if found is None or found.state is not AttachmentState.REQUESTED:
        return None
    uow.tx.attachments.mark_lost(message_id, state)
    return found


def drop(uow: UnitOfWork, unwanted: Iterable[Attachment]) -> None:
    """Delete attachments: their rows now, and by a task their files that no other row uses."""
    for file in uow.tx.attachments.drop([one.id for one in unwanted]):
        uow.tx.tasks.ask(TaskKind.FORGET_FILE, file, uow.now)


def separate_files(uow: UnitOfWork, complaint_id: int) -> None:
    """Store the files that a case shares with others again, under names of its own.

    The photos of a result are shared by joined cases; the names would tie a staff complaint to the others.
    """
    uow.tx.attachments.lock_files()
    for one in uow.tx.attachments.of_case(complaint_id):
        names = {name: _own_copy(uow, name, complaint_id) for name in (one.file, one.shown) if name}
        if any(old != new for old, new in names.items()):
            uow.tx.attachments.move_file(one.id, names[one.file or ""], names.get(one.shown or ""))


def _own_copy(uow: UnitOfWork, name: str, complaint_id: int) -> str:
    if not uow.tx.attachments.others_with(name, complaint_id):
        return name
    try:
        return uow.context.files.store(uow.context.files.read(name))
    except FileNotFoundError:
        return name


def telling(uow: UnitOfWork, ids: Sequence[int]) -> list[int]:
    """Return the ids of the attachments that may contain their author's name or a place."""
    return [one.id for one in uow.tx.attachments.get_many(ids) if one.tells]
