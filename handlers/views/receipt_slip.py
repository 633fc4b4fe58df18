"""The content of a receipt for people without LINE, on the web page after sending and on the printed slip."""

from dataclasses import dataclass
from urllib.parse import quote

from domain.cases.complaint import Complaint
from domain.organisation.organisation import Organisation
from handlers.access import custodians
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core import dates
from handlers.core.i18n import Bilingual, Translator
from handlers.core.messages import Row
from handlers.core.unit_of_work import UnitOfWork
from handlers.views import case_text

FOLLOW_PATH = "/report/follow"


@dataclass(frozen=True)
class ReceiptSlip:
    """`rows`: what it is about; for a staff complaint nothing that somebody who finds the slip could use.

    `next_step`: what happens now. `qr`: the content of the QR code. `opens_line`: whether it opens the chat with
    the code typed in. `line_link`: the same as a link, "" without a LINE id. `follow`: the page for the code.
    """

    office: str
    phone: str
    number: str
    code: str
    rows: tuple[Row, ...]
    next_step: str
    qr: str
    line_link: str
    follow: str
    is_protected: bool

    @property
    def opens_line(self) -> bool:
        return bool(self.line_link)


def receipt_slip(
    uow: UnitOfWork, translator: Translator, case: Complaint, code: str
) -> ReceiptSlip:
    """Return the receipt of a case with its private code."""
    organisation = uow.context.catalog.organisation
    is_protected = not may_leave_by(Outlet.ORDINARY_CASE, case)
    link = chat_with(organisation, code)
    follow = f"{uow.context.signed_urls.public_url.rstrip('/')}{FOLLOW_PATH}"
    return ReceiptSlip(
        office=translator.full(Bilingual(organisation.short_th, organisation.name_en)),
        phone=organisation.phone,
        number=case.number,
        code=code,
        rows=_protected(uow, translator, case) if is_protected else _rows(uow, translator, case),
        next_step=_next_step(uow, translator, case),
        qr=link or follow,
        line_link=link,
        follow=follow,
        is_protected=is_protected,
    )


def chat_with(organisation: Organisation, text: str) -> str:
    """Return the link that opens the office's chat with a text ready to be sent; "" without a LINE id.

    https://developers.line.biz/en/docs/messaging-api/using-line-url-scheme/#sending-text-messages
    """
    line_id = organisation.line_id
    return f"https://line.me/R/oaMessage/{quote(line_id)}/?{quote(text)}" if line_id else ""


def _rows(uow: UnitOfWork, translator: Translator, case: Complaint) -> tuple[Row, ...]:
    return (
        Row(translator.say("card.topic"), case_text.topic(uow, translator, case)),
        Row(translator.say("card.holder"), translator.full(case_text.assignee(uow, case))),
        Row(
            translator.say("card.filed"), translator.say("card.at", hour=dates.hour(case.filed_at))
        ),
        Row(translator.say("card.due"), translator.say("card.by", day=dates.day(case.due_at))),
    )


def _protected(uow: UnitOfWork, translator: Translator, case: Complaint) -> tuple[Row, ...]:
    posts = custodians.posts(uow, custodians.custodians_of(uow, case))
    seen_by = translator.full(posts) if posts else translator.say("conduct.nobody_yet")
    return (Row(translator.say("conduct.row_sees"), seen_by),)


def _next_step(uow: UnitOfWork, translator: Translator, case: Complaint) -> str:
    if custodians.lacks_custodian(uow, case):
        return translator.say("conduct.receipt_waits")
    calendar, organisation = uow.context.calendar, uow.context.catalog.organisation
    accept_by = calendar.add_working_days(case.filed_at, organisation.acknowledge_working_days)
    return translator.say("webform.accept_by", day=dates.day(accept_by))
