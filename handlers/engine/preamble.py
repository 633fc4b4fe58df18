"""What stands before an answer: whom to call when somebody is in danger, and what is kept, told once."""

from handlers.core.i18n import Both
from handlers.core.messages import Card, Choice, Does, Incoming, Kind, Reply, Text, Tone
from handlers.engine.conversation import Talk


def before(talk: Talk, incoming: Incoming, replies: list[Reply]) -> list[Reply]:
    """The answer with its forewords. Nothing is put before silence."""
    if not replies:
        return []
    return [*_emergency(talk, incoming), *_notice(talk, incoming), *replies]


def _emergency(talk: Talk, incoming: Incoming) -> list[Reply]:
    if incoming.kind is not Kind.TEXT or talk.officer is not None:
        return []
    urgent = talk.desk.office.emergencies.contacts(incoming.text)
    if not urgent:
        return []
    contacts = {contact.key: contact for contact in talk.desk.office.catalog.organisation.emergency}
    ordered = [contacts[key] for key in (*urgent, *(key for key in contacts if key not in urgent))]
    phones = " ".join(contact.phone for contact in ordered)
    return [
        Card(
            title=talk.say("emergency.title"),
            alt=talk.say("emergency.alt", phones=phones),
            heading=talk.say("emergency.heading"),
            tone=Tone.ALERT,
            body=talk.say("emergency.body"),
            buttons=tuple(
                Choice(
                    talk.label("emergency.call").format(
                        phone=contact.phone, name=talk.name(Both(contact.th, contact.en))
                    ),
                    Does.LINK,
                    f"tel:{contact.phone}",
                )
                for contact in ordered
            ),
        )
    ]


def _notice(talk: Talk, incoming: Incoming) -> list[Reply]:
    """For somebody who was never greeted as a new friend and so has not read what is kept."""
    people, sender = talk.desk.tx.people, talk.speaker.line_user_id
    person = people.find(sender)
    if person is None or person.notice_shown_at:
        return []
    people.notice_shown(sender, incoming.at)
    return [Text(with_more(talk, talk.say("kept.short")))]


def with_more(talk: Talk, notice: str) -> str:
    """A short notice, and where the whole one stands if the office has a public address."""
    address = talk.desk.office.links.privacy()
    return notice if address is None else f"{notice}\n{talk.say('kept.more', address=address)}"
