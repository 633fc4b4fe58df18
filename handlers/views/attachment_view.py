"""Shows the attachments of a case: photos, the number of each kind, and buttons that open the other files."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from domain.organisation.officers import Officer
from handlers.core.i18n import Bilingual, Translations, Translator
from handlers.core.messages import ButtonAction, Choice
from handlers.core.signed_urls import Reader
from handlers.core.unit_of_work import UnitOfWork
from storage.cases.attachments import HERE_OR_COMING, Attachment, AttachmentKind, Moment

PHOTOS_SHOWN = 3
FILES_SHOWN = 5
OFFICERS_READ = timedelta(hours=12)
"""How long an address of evidence works; the case's card gives a new one."""
REPORTERS_READ = timedelta(days=30)
"""How long an address of an officer's photo works in the reporter's chat."""


def counted(translations: Translations, found: Sequence[Attachment]) -> Bilingual:
    """Return the number of attachments of each kind, such as "รูป 2 เสียง 1", or a text for none."""
    kinds = Counter(one.kind for one in found if one.state in HERE_OR_COMING)
    parts = [
        translations.both(f"attachment.{kind.value}", count=kinds[kind])
        for kind in AttachmentKind
        if kinds[kind]
    ]
    if not parts:
        return translations.both("attachment.none")
    return Bilingual(" ".join(part.th for part in parts), " ".join(part.en for part in parts))


def bound_to_officer(uow: UnitOfWork, officer: Officer | None) -> Reader:
    """Return an officer as the reader of addresses that expire, or end when they may not read the case."""
    return Reader(f"officer:{officer.id if officer else 0}", uow.now + OFFICERS_READ)


def bound_to_reporter(uow: UnitOfWork) -> Reader:
    """Return the reader of addresses for the reporter: of the officers' photos only."""
    return Reader("", uow.now + REPORTERS_READ)


def photo_addresses(
    uow: UnitOfWork, found: Sequence[Attachment], moment: Moment, reader: Reader
) -> tuple[str, ...]:
    """Return the public URLs of the first PHOTOS_SHOWN photos; LINE's servers fetch images from them.

    `moment`: whether to show the reporter's photos (BEFORE) or the officers' (AFTER). Empty without a public URL.
    """
    shown = [one for one in _of(found, moment) if one.kind is AttachmentKind.IMAGE][:PHOTOS_SHOWN]
    addresses = (uow.context.signed_urls.photo(one, reader) for one in shown)
    return tuple(address for address in addresses if address)


def file_buttons(
    uow: UnitOfWork, translator: Translator, found: Sequence[Attachment], reader: Reader
) -> tuple[Choice, ...]:
    """Return buttons that download the reporter's first FILES_SHOWN voice messages, videos and files."""
    others = [one for one in _of(found, Moment.BEFORE) if one.kind is not AttachmentKind.IMAGE]
    buttons = []
    for number, one in enumerate(others[:FILES_SHOWN], start=1):
        address = uow.context.signed_urls.file(one, reader)
        label = translator.label(f"attachment.open_{one.kind.value}")
        if address:
            several = f"{label} {number}" if len(others) > 1 else label
            buttons.append(Choice(several, ButtonAction.LINK, address))
    return tuple(buttons)


def _of(found: Sequence[Attachment], moment: Moment) -> list[Attachment]:
    return [one for one in found if one.moment is moment and one.state in HERE_OR_COMING]
