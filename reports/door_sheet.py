"""The sheet with the QR code of a survey's door: one page of A5 to print and put up.

Equal doors give equal bytes.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from handlers.core import dates
from handlers.core.i18n import Bilingual, Translations
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys import rounds
from reports.sheet import qr_code, set_sheet
from storage.surveys.rounds import Door

FEW_QUESTIONS = 7
"""Up to this many questions the sheet promises that they take under two minutes."""


@dataclass(frozen=True)
class DoorSheet:
    """The content of the sheet. `subject`: the service or village of the door, "" for none.

    `address`: the URL of the form, which is the content of the QR code. `questions`: their number. `last_day`: on
    which the form can be answered.
    """

    office: str
    title: str
    subject: str
    address: str
    questions: int
    last_day: datetime


def subject_of(uow: UnitOfWork, door: Door) -> str:
    """Return the service and the village of a door in words, "" for neither."""
    catalog = uow.context.catalog
    services = {one.key: one.th for one in catalog.services}
    villages = {one.number: one.label for one in catalog.organisation.villages}
    return " ".join(
        filter(None, (services.get(door.service, ""), villages.get(door.village or 0, "")))
    )


def sheet_of(uow: UnitOfWork, door: Door, address: str) -> DoorSheet:
    """Return the texts of a door's sheet. `address`: of its form."""
    asked = rounds.get(uow, door.round_id)
    return DoorSheet(
        office=uow.context.catalog.organisation.name_th,
        title=asked.question_set.th,
        subject=subject_of(uow, door),
        address=address,
        questions=asked.question_set.length({}),
        last_day=asked.last_moment,
    )


def draw(sheet: DoorSheet, translations: Translations) -> bytes:
    """Return the sheet as a PDF that conforms to PDF/UA-1. Raises typst.TypstError if typesetting fails."""
    both = translations.both
    is_short = sheet.questions <= FEW_QUESTIONS
    content = {
        "office": sheet.office,
        "title": f"{sheet.title} {sheet.subject}".strip(),
        "survey": sheet.title,
        "subject": sheet.subject or None,
        "address": sheet.address.removeprefix("https://"),
        "alt": f"QR {sheet.address}",
        "ask": both("doorsheet.ask"),
        "how": both("doorsheet.how"),
        "length": both("doorsheet.length", count=sheet.questions)
        if is_short
        else both("doorsheet.length_long", count=sheet.questions),
        "anonymous": both("doorsheet.anonymous"),
        "typed": both("doorsheet.typed"),
        "until": both("doorsheet.until", day=dates.day(sheet.last_day)),
        "own": both("doorsheet.own_survey"),
    }
    plain = {
        key: asdict(value) if isinstance(value, Bilingual) else value
        for key, value in content.items()
    }
    return set_sheet(
        "door_sheet",
        {"sheet": json.dumps(plain, ensure_ascii=False), "code": qr_code(sheet.address)},
    )
