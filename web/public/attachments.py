"""Serve attachments at signed URLs, from which LINE's servers and readers' phones fetch them.

Pictures were re-encoded by the bot and are displayed. Every other file is stored as received, so it is only
offered as a download, under a generated name, and a browser never displays it on this site.
"""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, abort

from handlers.access import evidence
from handlers.core.messages import row_key
from handlers.core.signed_urls import REPORTER, Opened, Page
from handlers.core.unit_of_work import AppContext, UnitOfWork
from handlers.views.attachment_types import FILE_EXTENSIONS
from storage.cases.attachments import Attachment, AttachmentKind, AttachmentState
from storage.sealed.files import EncryptedFiles

KEY_LENGTH = 32


def blueprint(context: AppContext, now: Callable[[], datetime]) -> Blueprint:
    """The routes of photos and files: for one reader, and for anybody with the page of an ordinary case."""
    pages = Blueprint("attachments", __name__)

    @pages.get("/photos/for/<token>.jpg")
    def photo_for(token: str) -> Response:
        found, is_officer = _of_reader(context, now(), Page.PHOTO, token)
        return _photo(context, found, is_officer=is_officer)

    @pages.get("/files/for/<token>")
    def file_for(token: str) -> Response:
        return _file(context, _of_reader(context, now(), Page.FILE, token)[0])

    @pages.get("/photos/<key>-<signature>.jpg")
    def photo(key: str, signature: str) -> Response:
        found = _signed(context, now(), Page.PHOTO, key, signature)
        return _photo(context, found, is_officer=False)

    @pages.get("/files/<key>-<signature>")
    def file(key: str, signature: str) -> Response:
        return _file(context, _signed(context, now(), Page.FILE, key, signature))

    return pages


def _signed(context: AppContext, now: datetime, page: Page, key: str, signature: str) -> Attachment:
    """The attachment of a signed URL without a reader; else 404."""
    with context.read_only_uow(now) as uow:
        # URLs of earlier releases contain the row's id.
        is_id = len(key) < KEY_LENGTH
        found = (
            next(iter(uow.tx.attachments.get_many([row_key(key)])), None)
            if is_id
            else uow.tx.attachments.by_key(key)
        )
        message = found.message if found else ""
        # The signature is checked even without a row, and before the case is looked at, so that the response time
        # does not reveal whether there is one or what it is about.
        is_signed = context.signed_urls.is_signed(
            page, row_key(key) if is_id else 0, message, signature
        )
        is_open = is_signed and found is not None and evidence.is_open_to_holders(uow, found)
    if not is_open or found is None or found.state is not AttachmentState.STORED:
        abort(404)
    return found


def _of_reader(
    context: AppContext, now: datetime, page: Page, token: str
) -> tuple[Attachment, bool]:
    """The attachment of a URL made for one reader, if they may open it now, and whether the reader is an officer.

    Otherwise 404.
    """
    opened = context.signed_urls.open(page, token)
    if opened is None:
        abort(404)
    # A second time in a transaction that can record it, which a staff complaint demands. Only who has a genuine
    # address gets here, so nobody learns from the time what exists.
    with context.read_only_uow(now) as uow:
        found = _permitted(uow, opened)
    if found is None:
        with context.uow(now) as uow:
            found = _permitted(uow, opened)
    if found is None:
        abort(404)
    return found, opened.reader != REPORTER


def _permitted(uow: UnitOfWork, opened: Opened) -> Attachment | None:
    found = next(iter(uow.tx.attachments.get_many([opened.key])), None)
    return found if found is not None and evidence.may_open(uow, opened, found) else None


def _photo(context: AppContext, found: Attachment, *, is_officer: bool) -> Response:
    """The photo: for officers the original, for others the version with parts blacked out, if there is one."""
    if found.kind is not AttachmentKind.IMAGE:
        abort(404)
    name = (found.file or "") if is_officer else found.public_file
    return _answer(context.files, name, "image/jpeg")


def _file(context: AppContext, found: Attachment) -> Response:
    if found.media_type not in FILE_EXTENSIONS:
        abort(404)
    answer = _answer(context.files, found.file or "", found.media_type)
    name = f"evidence-{found.key[:8]}.{FILE_EXTENSIONS[found.media_type]}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _answer(files: EncryptedFiles, name: str, media_type: str) -> Response:
    try:
        content = files.read(name)
    except FileNotFoundError:
        abort(404)
    return Response(
        content,
        content_type=media_type,
        headers={"Cache-Control": "private, max-age=3600", "X-Robots-Tag": "noindex"},
    )
