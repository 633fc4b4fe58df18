"""What is shown of a complaint about staff: to its keepers, to its reporter before and after it is sent."""

from domain.cases.complaint import Complaint
from domain.cases.conduct import Conduct, Link
from handlers.access import restricted
from handlers.core import dates
from handlers.core.i18n import Both, Voice
from handlers.core.messages import Card, Choice, Does, Press, Row, Text, Tone
from handlers.core.unit_of_work import Desk


def particulars(voice: Voice, about: Conduct) -> tuple[Row, ...]:
    """What makes it investigable, beside the story."""
    return (
        Row(voice.say("conduct.row_who"), about.who or voice.say("conduct.unknown")),
        Row(voice.say("conduct.row_when"), about.when or voice.say("conduct.unknown")),
        Row(voice.say("conduct.row_proof"), about.evidence or "-"),
    )


def who_sees(desk: Desk, voice: Voice, about: Conduct, story: str) -> tuple[Row, ...]:
    """Who will see the complaint, by the very rule that will route it, what they see, and who does not."""
    posts = restricted.posts(desk, restricted.keepers_for(desk, about, story))
    seen_by = voice.full(posts) if posts else voice.say("conduct.nobody_yet")
    return (
        Row(voice.say("conduct.row_sees"), seen_by),
        Row(voice.say("conduct.row_what"), voice.say(f"conduct.what_{about.link.value}")),
        Row(voice.say("conduct.row_not"), voice.say("conduct.sees_not")),
    )


def outside(desk: Desk, voice: Voice) -> Text:
    """Where to go when nobody here may keep the complaint: tap to call."""
    contacts = desk.office.catalog.organisation.outside
    lines = Both(
        "\n".join(f"• {contact.th} {contact.phone}" for contact in contacts),
        "\n".join(f"• {contact.en} {contact.phone}" for contact in contacts),
    )
    return Text(voice.say("conduct.outside", contacts=lines))


def receipt(desk: Desk, voice: Voice, case: Complaint, code: str) -> Card:
    """The number, who has it and by when; without a link the code, which is shown this once."""
    link = case.conduct.link if case.conduct else Link.NAMED
    kept = restricted.posts(desk, restricted.keepers_of(desk, case))
    seen_by = voice.full(kept) if kept else voice.say("conduct.nobody_yet")
    due = Row(voice.say("card.due"), voice.say("card.by", day=dates.day(case.due_at)))
    waits = "" if kept else f"\n{voice.say('conduct.receipt_waits')}"
    named = voice.say(f"conduct.receipt_{link.value}") if kept or link is not Link.NAMED else ""
    track = Choice(
        voice.label("button.track"), Does.PRESS, str(Press("track", "show", str(case.id)))
    )
    number = Choice(voice.label("button.copy_number"), Does.COPY, case.number)
    copy = Choice(voice.label("button.copy_code"), Does.COPY, code)
    return Card(
        title=case.number,
        heading=voice.say("complaint.receipt_heading"),
        tone=Tone.GOOD,
        alt=voice.say("complaint.receipt_alt", number=case.number),
        body=f"{named}{waits}".strip(),
        rows=(
            *((Row(voice.say("conduct.row_code"), code),) if code else ()),
            Row(voice.say("conduct.row_sees"), seen_by),
            # Nobody has promised what nobody can begin.
            *((due,) if kept else ()),
        ),
        buttons=(copy,) if code else (number, track),
        footnote=voice.say("conduct.your_phone"),
    )
