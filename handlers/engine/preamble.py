"""Messages before an answer: emergency numbers if somebody may be in danger, and once the privacy notice."""

from domain.organisation.organisation import Contact
from handlers.core.i18n import Bilingual
from handlers.core.messages import (
    ButtonAction,
    Card,
    Choice,
    InboundEvent,
    Reply,
    Text,
    Tone,
)
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.turn import Turn


def before(turn: Turn, event: InboundEvent, replies: list[Reply]) -> list[Reply]:
    """Return the replies with the preamble that the event needs; an empty list stays empty."""
    if not replies:
        return []
    return [*_emergency(turn, event), *_notice(turn, event), *replies]


def emergency_numbers(uow: UnitOfWork, text: str) -> list[Contact]:
    """Return the emergency contacts, the most fitting first; empty if the text reports no danger."""
    urgent = uow.understood(text).danger
    if not urgent:
        return []
    context = uow.context
    contacts = {contact.key: contact for contact in context.catalog.organisation.emergency}
    # The general numbers follow in case the kind of emergency was classified wrongly.
    return [
        contacts[key] for key in dict.fromkeys((*urgent, *context.language.emergencies.unknown))
    ]


def _emergency(turn: Turn, event: InboundEvent) -> list[Reply]:
    if turn.understood is None or not turn.understood.danger:
        return []
    ordered = emergency_numbers(turn.uow, event.text)
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
    """Return the short privacy notice for a person who has never received one, and record that it was shown.

    Those who add the account as a friend receive the notice in the welcome message.
    """
    people, sender = turn.uow.tx.people, turn.user.line_user_id
    person = people.find(sender)
    if person is None or person.notice_shown_at:
        return []
    people.notice_shown(sender, event.at)
    return [Text(with_more(turn, turn.say("kept.short")))]


def with_more(turn: Turn, notice: str) -> str:
    """Return the notice, followed by the URL of the full privacy notice if there is a public URL."""
    address = turn.uow.context.signed_urls.privacy()
    return notice if address is None else f"{notice}\n{turn.say('kept.more', address=address)}"
