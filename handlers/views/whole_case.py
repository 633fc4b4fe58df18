"""Everything of a case in the chat: the whole story, all that was said, every photo and file."""

from collections.abc import Sequence

from domain.cases.complaint import Complaint
from domain.organisation.officers import Officer
from handlers.access import evidence, reading
from handlers.core.i18n import Translator
from handlers.core.messages import ButtonAction, Card, Cards, Choice, Reply, Text
from handlers.core.unit_of_work import UnitOfWork
from handlers.views import history
from storage.cases.attachments import AVAILABLE, Attachment, AttachmentKind

TEXT_LIMIT = 4900
"""Characters of a text message: LINE takes 5,000 UTF-16 units."""
MOST_TEXTS = 3
MOST_CARDS = 12
"""Bubbles of a carousel: https://developers.line.biz/en/reference/messaging-api/#f-carousel"""


def replies(
    uow: UnitOfWork, translator: Translator, case: Complaint, reader: Officer
) -> list[Reply]:
    """Return the whole of a case in at most five messages. `reader`: the officer, who may read it."""
    case = reading.by_officer(uow, reader, case)
    said = history.all_notes(uow, translator, case)
    whole = "\n\n".join((f"{case.number}\n{case.detail}", *said))
    texts = [whole[start : start + TEXT_LIMIT] for start in range(0, len(whole), TEXT_LIMIT)][
        :MOST_TEXTS
    ]
    found = [one for one in uow.tx.attachments.of_case(case.id) if one.state in AVAILABLE]
    cards = _cards(uow, translator, case, found, reader)
    sets = [cards[start : start + MOST_CARDS] for start in range(0, len(cards), MOST_CARDS)]
    alt = translator.say("officer.whole_alt", number=case.number)
    return [*map(Text, texts), *(Cards(alt, tuple(one)) for one in sets[:2])]


def _cards(
    uow: UnitOfWork,
    translator: Translator,
    case: Complaint,
    found: Sequence[Attachment],
    reader: Officer,
) -> list[Card]:
    """Return one card for each photo or file, with what it shows and the button that opens it."""
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
