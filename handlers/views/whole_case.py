"""The complete case in the chat: the story, all notes, every photo and file."""

from collections.abc import Sequence

from domain.cases.complaint import Complaint
from domain.organisation.officers import Officer
from handlers.access import custodians, evidence, reading
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.i18n import Translator
from handlers.core.messages import ButtonAction, Card, Cards, Choice, Reply, Text
from handlers.core.unit_of_work import UnitOfWork
from handlers.views import conduct_card, history
from storage.cases.attachments import AVAILABLE, Attachment, AttachmentKind

TEXT_UNITS = 4900
"""UTF-16 units of a text message; LINE allows 5,000.
https://developers.line.biz/en/docs/messaging-api/text-character-count/"""
MOST_AT_ONCE = 4
"""Messages in one reply. LINE allows five; the last one contains the button for the rest."""
MOST_CARDS = 12
"""Bubbles of a carousel: https://developers.line.biz/en/reference/messaging-api/#f-carousel"""


def replies(
    uow: UnitOfWork, translator: Translator, case: Complaint, reader: Officer, skipped: int = 0
) -> list[Reply]:
    """Return the complete case in one reply, or page by page.

    `reader`: the officer, who may read it. `skipped`: the messages of the pages before.
    """
    case = reading.by_officer(uow, reader, case)
    particulars = (
        conduct_card.particulars(translator, case.conduct, custodians.named_before(uow, case))
        if case.conduct
        else ()
    )
    texts = [
        f"{case.number}\n{case.detail}",
        *(f"{row.label}: {row.value}" for row in particulars),
        *history.all_notes(uow, translator, case),
    ]
    found = [one for one in uow.tx.attachments.of_case(case.id) if one.state in AVAILABLE]
    cards = _cards(uow, translator, case, found, reader)
    alt = translator.say("officer.whole_alt", number=case.number)
    sets = [cards[start : start + MOST_CARDS] for start in range(0, len(cards), MOST_CARDS)]
    everything: list[Reply] = [
        *(Text(part) for part in parts_of("\n\n".join(texts))),
        *(Cards(alt, tuple(one)) for one in sets),
    ]
    page = everything[skipped : skipped + MOST_AT_ONCE]
    last = skipped + len(page)
    if last < len(everything):
        more = buttons.choice(translator, "lists.more", Button.WHOLE_PAGE, f"{case.id}-{last}")
        page.append(Text(translator.say("lists.more_of", number=case.number), (more,)))
    return page


def parts_of(text: str) -> list[str]:
    """Cut a text into parts that fit into one message each, at a line or a space if there is one near the end."""
    parts = []
    while text:
        cut = len(text.encode("utf-16-le")[: TEXT_UNITS * 2].decode("utf-16-le", "ignore"))
        if cut < len(text):
            near = max(text.rfind(mark, cut - cut // 10, cut) for mark in "\n ")
            cut = near + 1 if near > 0 else cut
        parts.append(text[:cut].rstrip() or text[:cut])
        text = text[cut:]
    return parts


def _cards(
    uow: UnitOfWork,
    translator: Translator,
    case: Complaint,
    found: Sequence[Attachment],
    reader: Officer,
) -> list[Card]:
    """Return one card for each photo or file, with a description and the button that opens it."""
    urls, until, by = (
        uow.context.signed_urls,
        evidence.expiry(uow, case),
        evidence.reader_of(reader),
    )
    cards = []
    for number, one in enumerate(found, start=1):
        is_photo = one.kind is AttachmentKind.IMAGE
        address = urls.photo(one, by, until) if is_photo else urls.file(one, by, until)
        if address is None:
            continue
        name = translator.say(f"officer.whole_{one.moment.value}", count=number)
        opens = translator.label(
            "button.open_photo" if is_photo else f"attachment.open_{one.kind.value}"
        )
        cards.append(
            Card(
                title=case.number,
                alt=name,
                body=name,
                photos=(address,) if is_photo else (),
                buttons=(Choice(opens, ButtonAction.LINK, address),),
            )
        )
    return cards
