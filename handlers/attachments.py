"""What people send beside words: asked of LINE at once, kept when it is here, spoken of when it is lost."""

from collections.abc import Iterable

from handlers import keepers
from handlers.desk import Desk
from handlers.dialogue import Incoming, Text
from handlers.dialogue import Kind as Heard
from handlers.notices import voice_of
from storage.attachments import Attachment, Kind, Moment, State
from storage.errands import Kind as ErrandKind

KINDS = {
    Heard.PHOTO: Kind.IMAGE,
    Heard.VOICE: Kind.AUDIO,
    Heard.VIDEO: Kind.VIDEO,
    Heard.FILE: Kind.FILE,
}
_LOST = {
    State.GONE: "attachment.gone",
    State.UNREADABLE: "attachment.unreadable",
    State.TOO_LARGE: "attachment.too_large",
}


def is_evidence(incoming: Incoming) -> bool:
    return incoming.kind in KINDS


def want(desk: Desk, incoming: Incoming, moment: Moment = Moment.BEFORE, *, owner: str = "") -> int:
    """Note a photo, a voice, a video or a file and send for it; its id.

    `owner`: what stands for the sender where nothing may tie them to it.
    """
    sender = owner or incoming.sender
    key = desk.tx.attachments.want(
        incoming.message_id,
        sender,
        KINDS[incoming.kind],
        moment,
        incoming.at,
        hidden=sender != incoming.sender,
    )
    desk.tx.errands.ask(ErrandKind.ATTACHMENT, incoming.message_id, desk.now)
    return key


def kept(desk: Desk, message_id: str, kind: Kind, sha256: str, media_type: str) -> None:
    """It is here; if it was taken back meanwhile, it goes again."""
    if desk.tx.attachments.by_message(message_id) is None:
        desk.tx.errands.ask(ErrandKind.FORGET_FILE, sha256, desk.now)
        return
    desk.tx.attachments.kept(message_id, kind, sha256, media_type)


def lost(desk: Desk, message_id: str, state: State) -> None:
    """LINE no longer has it, or we cannot keep it: tell whoever sent it, so they can send another."""
    found = desk.tx.attachments.by_message(message_id)
    if found is None or found.state is not State.WANTED:
        return
    desk.tx.attachments.lost(message_id, state)
    address = _address_of(desk, found)
    if address:
        desk.tell(address, [Text(voice_of(desk, address).say(_LOST[state]))])


def _address_of(desk: Desk, found: Attachment) -> str | None:
    """Whoever sent it; of a hidden one, the reporter of its case, as far as they can be reached."""
    if ":" not in found.sender:
        return found.sender
    case = desk.tx.complaints.find(found.complaint_id) if found.complaint_id else None
    return keepers.address_of(desk, case) if case else None


def drop(desk: Desk, unwanted: Iterable[Attachment]) -> None:
    """Delete rows now and their files right after, unless another row holds the same content."""
    dropped = list(unwanted)
    desk.tx.attachments.drop([one.id for one in dropped])
    for sha256 in {one.sha256 for one in dropped if one.sha256}:
        desk.tx.errands.ask(ErrandKind.FORGET_FILE, sha256, desk.now)
