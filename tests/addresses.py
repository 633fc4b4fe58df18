"""Addresses within our own site, of rows by their id, as the bot would give them to whoever may read the row."""

from datetime import UTC, datetime

from handlers.access import permission
from handlers.core.signed_urls import Reader
from handlers.core.unit_of_work import AppContext
from storage.cases.attachments import Attachment, Moment
from tests.moments import NOON

FAR = datetime(2100, 1, 1, tzinfo=UTC)
REPORTER = Reader("", FAR)


def _attachment(office: AppContext, key: int) -> Attachment:
    with office.store.read() as tx:
        (one,) = tx.attachments.get_many([key])
    return one


def reader_of(office: AppContext, one: Attachment) -> Reader:
    """The first officer who may read its case; for an officer's photo the reporter."""
    if one.moment is Moment.AFTER or one.complaint_id is None:
        return REPORTER
    with office.uow(NOON) as uow:
        case = uow.tx.all_cases.get(one.complaint_id)
        readers = [who for who in uow.tx.officers.all() if permission.may_read(uow, who, case)]
    return Reader(f"officer:{readers[0].id if readers else 0}", FAR)


def photo_of(office: AppContext, key: int) -> str:
    one = _attachment(office, key)
    return office.signed_urls.photo_path(one, reader_of(office, one))


def file_of(office: AppContext, key: int) -> str:
    one = _attachment(office, key)
    return office.signed_urls.file_path(one, reader_of(office, one))


def page_of(office: AppContext, key: int) -> str:
    with office.store.read() as tx:
        return office.signed_urls.case_path(key, tx.all_cases.get(key).number)
