"""What stands before an answer: whom to call when somebody is in danger, and what is kept, told once."""

from handlers.core.i18n import Bilingual
from handlers.core.messages import (
    ButtonAction,
    Card,
    Choice,
    EventKind,
    InboundEvent,
    Reply,
    Text,
    Tone,
)
from handlers.engine.turn import Turn


def before(turn: Turn, event: InboundEvent, replies: list[Reply]) -> list[Reply]:
    """The answer with its forewords. Nothing is put before silence."""
    if not replies:
        return []
    return [*_emergency(turn, event), *_notice(turn, event), *replies]


def _emergency(turn: Turn, event: InboundEvent) -> list[Reply]:
    if event.kind is not EventKind.TEXT or turn.officer is not None:
        return []
    urgent = turn.uow.understood(event.text).danger
    if not urgent:
        return []
    contacts = {contact.key: contact for contact in turn.uow.context.catalog.organisation.emergency}
    ordered = [contacts[key] for key in (*urgent, *(key for key in contacts if key not in urgent))]
    phones = " ".join(contact.phone for contact in ordered)
    return [
        Card(
            title=turn.say("emergency.title"),
            alt=turn.say("emergency.alt", phones=phones),
            heading=turn.say("emergency.heading"),
            tone=Tone.ALERT,
            body=turn.say("emergency.body"),
            buttons=tuple(
                Choice(
                    turn.label("emergency.call").format(
                        phone=contact.phone, name=turn.name(Bilingual(contact.th, contact.en))
                    ),
                    ButtonAction.LINK,
                    f"tel:{contact.phone}",
                )
                for contact in ordered
            ),
        )
    ]


def _notice(turn: Turn, event: InboundEvent) -> list[Reply]:
    """For somebody who was never greeted as a new friend and so has not read what is kept."""
    people, sender = turn.uow.tx.people, turn.user.line_user_id
    person = people.find(sender)
    if person is None or person.notice_shown_at:
        return []
    people.notice_shown(sender, event.at)
    return [Text(with_more(turn, turn.say("kept.short")))]


def with_more(turn: Turn, notice: str) -> str:
    """A short notice, and where the whole one stands if the office has a public address."""
    address = turn.uow.context.signed_urls.privacy()
    return notice if address is None else f"{notice}\n{turn.say('kept.more', address=address)}"
