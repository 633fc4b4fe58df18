"""The attachments of a case: photos, the number of each kind, and buttons that open the other files."""

from collections import Counter
from collections.abc import Sequence

from domain.cases.complaint import Complaint
from domain.organisation.officers import Officer
from handlers.access import evidence
from handlers.core.i18n import Bilingual, Translations, Translator
from handlers.core.messages import ButtonAction, Choice
from handlers.core.unit_of_work import UnitOfWork
from storage.cases.attachments import AVAILABLE, Attachment, AttachmentKind, Moment

PHOTOS_SHOWN = 3
FILES_SHOWN = 5


def counted(translations: Translations, found: Sequence[Attachment]) -> Bilingual:
    """Return the number of attachments of each kind, such as "รูป 2 รูป เสียง 1 รายการ", or a text for none."""
    kinds = Counter(one.kind for one in found if one.state in AVAILABLE)
    parts = [
        translations.both(f"attachment.{kind.value}", count=kinds[kind])
        for kind in AttachmentKind
        if kinds[kind]
    ]
    if not parts:
        return translations.both("attachment.none")
    return Bilingual(" ".join(part.th for part in parts), " ".join(part.en for part in parts))


def photo_addresses(
    uow: UnitOfWork,
    case: Complaint,
    found: Sequence[Attachment],
    moment: Moment,
    reader: Officer | None = None,
) -> tuple[str, ...]:
    """Return the public URLs of the first PHOTOS_SHOWN photos of a case; LINE's servers fetch images from them.

    `moment`: the reporter's photos (BEFORE) or the officers' (AFTER). `reader`: the officer who sees them, None
    for the case's reporter. Empty without a public URL.
    """
    shown = [one for one in _of(found, moment) if one.kind is AttachmentKind.IMAGE][:PHOTOS_SHOWN]
    until, by = evidence.expiry(uow, case), evidence.reader_of(reader)
    addresses = (uow.context.signed_urls.photo(one, by, until) for one in shown)
    return tuple(address for address in addresses if address)


def file_buttons(
    uow: UnitOfWork,
    translator: Translator,
    case: Complaint,
    found: Sequence[Attachment],
    reader: Officer,
) -> tuple[Choice, ...]:
    """Return buttons that download the reporter's first FILES_SHOWN voice messages, videos and files.

    `reader`: the officer who sees them.
    """
    until, by = evidence.expiry(uow, case), evidence.reader_of(reader)
    others = [one for one in _of(found, Moment.BEFORE) if one.kind is not AttachmentKind.IMAGE]
    buttons = []
    for number, one in enumerate(others[:FILES_SHOWN], start=1):
        address = uow.context.signed_urls.file(one, by, until)
        label = translator.label(f"attachment.open_{one.kind.value}")
        if address:
            several = f"{label} {number}" if len(others) > 1 else label
            buttons.append(Choice(several, ButtonAction.LINK, address))
    return tuple(buttons)


def _of(found: Sequence[Attachment], moment: Moment) -> list[Attachment]:
    return [one for one in found if one.moment is moment and one.state in AVAILABLE]
