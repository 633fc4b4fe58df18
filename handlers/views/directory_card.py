"""The card of a directory entry: which office does what a resident asks for."""

from domain.organisation.organisation import DirectoryEntry
from handlers.core.i18n import Bilingual, Translator
from handlers.core.messages import Card, Row
from handlers.core.unit_of_work import UnitOfWork
from handlers.views import case_card


def directory_card(uow: UnitOfWork, translator: Translator, entry: DirectoryEntry) -> Card:
    """Return the card of an entry, with the phone of the department or the agency, if it has one."""
    catalog = uow.context.catalog
    office = catalog.organisation
    short = Bilingual(office.short_th, office.name_en)
    department = catalog.departments_by_key.get(entry.department)
    if entry.at_th:
        place, phone = Bilingual(entry.at_th, entry.at_en), entry.phone
    elif department is not None:
        place = Bilingual(department.th, department.en)
        phone = department.phone or office.phone
    else:
        place, phone = short, office.phone
    lines = [
        translator.say("directory.elsewhere" if entry.at_th else "directory.here", office=short)
    ]
    if entry.note_th:
        lines.append(translator.full(Bilingual(entry.note_th, entry.note_en)))
    call = (case_card.call_button(translator, phone),) if phone else ()
    at_office = (case_card.map_button(translator, office.latitude, office.longitude),)
    return Card(
        title=translator.full(Bilingual(entry.th, entry.en)),
        alt=translator.say("directory.alt", entry=Bilingual(entry.th, entry.en), place=place),
        body="\n".join(lines),
        rows=(
            Row(translator.say("office.where"), translator.full(place)),
            *((Row(translator.say("office.phone"), phone),) if phone else ()),
        ),
        buttons=(*call, *(() if entry.at_th else at_office)),
        footnote="" if entry.verified else translator.say("directory.unverified", office=short),
    )
