"""What was sent beside the words of a case, as it is shown: photos, a count by kind, buttons to open the rest."""

from collections import Counter
from collections.abc import Sequence

from handlers.core.i18n import Bilingual, Translations, Translator
from handlers.core.messages import ButtonAction, Choice
from handlers.core.unit_of_work import UnitOfWork
from storage.cases.attachments import HERE_OR_COMING, Attachment, AttachmentKind, Moment

PHOTOS_SHOWN = 3
FILES_SHOWN = 5


def counted(words: Translations, found: Sequence[Attachment]) -> Bilingual:
    """Such as "รูป 2 เสียง 1"; says so when there is nothing."""
    kinds = Counter(one.kind for one in found if one.state in HERE_OR_COMING)
    parts = [
        words.both(f"attachment.{kind.value}", count=kinds[kind])
        for kind in AttachmentKind
        if kinds[kind]
    ]
    if not parts:
        return words.both("attachment.none")
    return Bilingual(" ".join(part.th for part in parts), " ".join(part.en for part in parts))


def photo_addresses(
    uow: UnitOfWork, found: Sequence[Attachment], moment: Moment
) -> tuple[str, ...]:
    """Public signed addresses of a case's photos; LINE's servers fetch pictures from there."""
    shown = [one for one in _of(found, moment) if one.kind is AttachmentKind.IMAGE][:PHOTOS_SHOWN]
    addresses = (uow.context.signed_urls.photo(one) for one in shown)
    return tuple(address for address in addresses if address)


def file_buttons(
    uow: UnitOfWork, translator: Translator, found: Sequence[Attachment]
) -> tuple[Choice, ...]:
    """One button for each voice, video and file the reporter sent: it downloads."""
    others = [one for one in _of(found, Moment.BEFORE) if one.kind is not AttachmentKind.IMAGE]
    buttons = []
    for number, one in enumerate(others[:FILES_SHOWN], start=1):
        address = uow.context.signed_urls.file(one)
        label = translator.label(f"attachment.open_{one.kind.value}")
        if address:
            several = f"{label} {number}" if len(others) > 1 else label
            buttons.append(Choice(several, ButtonAction.LINK, address))
    return tuple(buttons)


def _of(found: Sequence[Attachment], moment: Moment) -> list[Attachment]:
    return [one for one in found if one.moment is moment and one.state in HERE_OR_COMING]
