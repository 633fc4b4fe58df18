"""Photos people send: asked of LINE at once, kept when they are here, spoken of when they are lost."""

from handlers.desk import Desk
from handlers.dialogue import Incoming, Text
from handlers.notices import voice_of
from storage.errands import Kind
from storage.photos import Moment, State


def want(desk: Desk, incoming: Incoming, moment: Moment = Moment.BEFORE) -> int:
    """Note a photo and send for it; its id."""
    photo_id = desk.tx.photos.want(incoming.message_id, incoming.sender, moment, incoming.at)
    desk.tx.errands.ask(Kind.PHOTO, incoming.message_id, desk.now)
    return photo_id


def kept(desk: Desk, message_id: str, sha256: str) -> None:
    desk.tx.photos.kept(message_id, sha256)


def lost(desk: Desk, message_id: str, state: State) -> None:
    """LINE no longer has it, or it is no picture: tell whoever sent it, so they can send another."""
    photo = desk.tx.photos.by_message(message_id)
    if photo is None or photo.state is not State.WANTED:
        return
    desk.tx.photos.lost(message_id, state)
    key = "photo.gone" if state is State.GONE else "photo.unreadable"
    desk.tell(photo.sender, [Text(voice_of(desk, photo.sender).say(key))])
