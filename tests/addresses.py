"""Signed addresses within our own site, of rows by their id."""

from handlers.core.signed_urls import Page
from handlers.core.unit_of_work import Office
from storage.cases.attachments import Attachment


def _attachment(office: Office, key: int) -> Attachment:
    with office.store.read() as tx:
        (one,) = tx.attachments.get_many([key])
    return one


def photo_of(office: Office, key: int) -> str:
    return office.links.photo_path(_attachment(office, key))


def file_of(office: Office, key: int) -> str:
    return office.links.path(Page.FILE, key, _attachment(office, key).message)


def page_of(office: Office, key: int) -> str:
    with office.store.read() as tx:
        return office.links.path(Page.CASE, key, tx.complaints.get(key).number)
