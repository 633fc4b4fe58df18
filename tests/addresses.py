"""Signed addresses within our own site, of rows by their id."""

from handlers.core.signed_urls import Page
from handlers.core.unit_of_work import AppContext
from storage.cases.attachments import Attachment


def _attachment(office: AppContext, key: int) -> Attachment:
    with office.store.read() as tx:
        (one,) = tx.attachments.get_many([key])
    return one


def desk_photo(office: AppContext, key: int = 1) -> str:
    """The path of a photo in the console."""
    return f"/desk/files/{_attachment(office, key).key}"


def photo_of(office: AppContext, key: int) -> str:
    return office.signed_urls.photo_path(_attachment(office, key))


def file_of(office: AppContext, key: int) -> str:
    return office.signed_urls.path(Page.FILE, key, _attachment(office, key).message)


def staff_case(office: AppContext, number: str = "") -> int:
    """The id of the only staff complaint, or of the one with this number."""
    with office.store.read() as tx:
        (found,) = [
            key
            for key, named in tx.connection.exec_driver_sql(
                "SELECT id, number FROM complaint WHERE restricted"
            )
            if not number or named == number
        ]
    return int(found)


def page_of(office: AppContext, key: int) -> str:
    with office.store.read() as tx:
        return office.signed_urls.path(Page.CASE, key, tx.all_cases.get(key).number)
