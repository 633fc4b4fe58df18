"""Serves attachments at signed addresses, from which LINE's servers and readers' phones fetch them.

Pictures were re-encoded by the bot and are displayed. Every other file is stored as it was received, so it is
only offered as a download, under a name of ours, and a browser never displays it on this site.
"""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, abort

from handlers.access.evidence import may_fetch
from handlers.core.signed_urls import Page
from handlers.core.unit_of_work import AppContext
from storage.cases.attachments import Attachment, AttachmentKind, AttachmentState
from storage.sealed.files import EncryptedFiles

FILE_EXTENSIONS = {
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/aac": "aac",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "audio/amr": "amr",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/3gpp": "3gp",
    "video/webm": "webm",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "text/plain": "txt",
}
"""Media type to the extension of the file name of a download."""


def blueprint(context: AppContext, now: Callable[[], datetime]) -> Blueprint:
    """The routes of photos and files, for whoever has an address that is bound to a reader and not over."""
    pages = Blueprint("attachments", __name__)

    @pages.get("/photos/<token>.jpg")
    def photo(token: str) -> Response:
        found = _find(context, now(), Page.PHOTO, token)
        if found.kind is not AttachmentKind.IMAGE:
            abort(404)
        return _answer(context.files, found, "image/jpeg")

    @pages.get("/files/<token>")
    def file(token: str) -> Response:
        found = _find(context, now(), Page.FILE, token)
        if found.media_type not in FILE_EXTENSIONS:
            abort(404)
        answer = _answer(context.files, found, found.media_type)
        name = f"evidence.{FILE_EXTENSIONS[found.media_type]}"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return answer

    return pages


def _find(context: AppContext, now: datetime, page: Page, token: str) -> Attachment:
    opened = context.signed_urls.opened(page, token)
    with context.read_only_uow(now) as uow:
        # Looked up even for a token of nobody, so that the response time does not reveal which ones are ours.
        found = next(iter(uow.tx.attachments.get_many([opened.key if opened else 0])), None)
        is_open = opened is not None and found is not None and may_fetch(uow, opened, found)
    if found is None or not is_open or found.state is not AttachmentState.KEPT:
        abort(404)
    return found


def _answer(files: EncryptedFiles, found: Attachment, media_type: str) -> Response:
    try:
        content = files.read(found.file or "")
    except FileNotFoundError:
        abort(404)
    return Response(
        content,
        content_type=media_type,
        headers={"Cache-Control": "private, max-age=3600", "X-Robots-Tag": "noindex"},
    )
