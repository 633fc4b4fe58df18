"""Parts of a staff complaint's cards: for its custodians, and for its reporter before and after filing."""

from collections.abc import Sequence

from domain.cases.complaint import Complaint
from domain.cases.conduct import Conduct, ReporterLink
from handlers.access import custodians
from handlers.core import buttons, dates
from handlers.core.buttons import Button
from handlers.core.i18n import Bilingual, Translator
from handlers.core.messages import ButtonAction, Card, Choice, Row, Text, Tone
from handlers.core.unit_of_work import UnitOfWork


def particulars(
    translator: Translator, about: Conduct, named_before: Sequence[str] = ()
) -> tuple[Row, ...]:
    """Return the rows with the details besides the story: the person concerned, the time and the evidence.

    `named_before`: see `custodians.named_before`.
    """
    names = ", ".join(named_before)
    lines = (
        about.who or translator.say("conduct.unknown"),
        *([translator.say("conduct.meant", names=names)] if names else []),
    )
    return (
        Row(translator.say("conduct.row_who"), "\n".join(lines)),
        Row(translator.say("conduct.row_when"), about.when or translator.say("conduct.unknown")),
        Row(translator.say("conduct.row_proof"), about.evidence or "-"),
    )


def who_sees(
    uow: UnitOfWork,
    translator: Translator,
    about: Conduct,
    story: str,
    choices: Sequence[str] = (),
    *,
    barred: frozenset[int] = frozenset(),
) -> tuple[Row, ...]:
    """Return the rows that say who will see the complaint, what they will see, and who will not see it.

    The custodian is chosen by the same rule as at filing. `choices`: the buttons that say whom it is about.
    `barred`: as in `custodians.custodians_for`.
    """
    posts = custodians.posts(
        uow, custodians.custodians_for(uow, about, story, choices, barred=barred)
    )
    seen_by = translator.full(posts) if posts else translator.say("conduct.nobody_yet")
    return (
        Row(translator.say("conduct.row_sees"), seen_by),
        Row(translator.say("conduct.row_what"), translator.say(f"conduct.what_{about.link.value}")),
        Row(translator.say("conduct.row_not"), translator.say("conduct.sees_not")),
    )


def warning(uow: UnitOfWork, translator: Translator, ids: Sequence[int]) -> str:
    """Return a warning if some of these attachments may identify their author or place; else empty."""
    count = sum(one.tells for one in uow.tx.attachments.get_many(ids))
    return translator.say("conduct.files_may_tell", count=count) if count else ""


def outside(uow: UnitOfWork, translator: Translator) -> Text:
    """Return the phone numbers of other authorities, for a complaint that nobody in the office may handle."""
    contacts = uow.context.catalog.organisation.outside
    lines = Bilingual(
        "\n".join(f"• {contact.th} {contact.phone}" for contact in contacts),
        "\n".join(f"• {contact.en} {contact.phone}" for contact in contacts),
    )
    return Text(translator.say("conduct.outside", contacts=lines))


def out_of_reach(translator: Translator) -> str:
    """Return the notice that unsending a message in LINE does not change a case without a link to its reporter."""
    return translator.say("taking_back.out_of_reach")


def receipt(uow: UnitOfWork, translator: Translator, case: Complaint, code: str) -> Card:
    """Return the receipt of a staff complaint: number, custodians' posts and due date.

    `code`: the receipt code of a case without a link to its reporter, which is shown only here; empty otherwise.
    """
    link = case.conduct.link if case.conduct else ReporterLink.NAMED
    posts = custodians.posts(uow, custodians.custodians_of(uow, case))
    seen_by = translator.full(posts) if posts else translator.say("conduct.nobody_yet")
    due = Row(translator.say("card.due"), translator.say("card.by", day=dates.day(case.due_at)))
    waits = "" if posts else f"\n{translator.say('conduct.receipt_waits')}"
    named = (
        translator.say(f"conduct.receipt_{link.value}")
        if posts or link is not ReporterLink.NAMED
        else ""
    )
    track = buttons.choice(translator, "button.track", Button.SHOW_OWN_CASE, case.id)
    number = Choice(translator.label("button.copy_number"), ButtonAction.COPY, case.number)
    copy = Choice(translator.label("button.copy_code"), ButtonAction.COPY, code)
    return Card(
        title=case.number,
        heading=translator.say("complaint.receipt_heading"),
        tone=Tone.GOOD,
        alt=translator.say("complaint.receipt_alt", number=case.number),
        body=f"{named}{waits}".strip(),
        rows=(
            *((Row(translator.say("conduct.row_code"), code),) if code else ()),
            Row(translator.say("conduct.row_sees"), seen_by),
            # There is no due date while nobody can begin to work on the case.
            *((due,) if posts else ()),
        ),
        buttons=(copy,) if code else (number, track),
        footnote="\n".join(
            (translator.say("conduct.your_phone"), *((out_of_reach(translator),) if code else ()))
        ),
    )
