"""Serves attachments at signed addresses, from which LINE's servers and readers' phones fetch them.

Pictures were re-encoded by the bot and are displayed. Every other file is stored as it was received, so it is
only offered as a download, under a name of ours, and a browser never displays it on this site.
"""

from flask import Blueprint, Response, abort

from handlers.core.messages import row_key
from handlers.core.signed_urls import Page, SignedUrls
from storage.cases.attachments import Attachment, AttachmentKind, AttachmentState
from storage.sealed.files import EncryptedFiles
from storage.store import Store

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


def blueprint(store: Store, files: EncryptedFiles, signed_urls: SignedUrls) -> Blueprint:
    """The routes of photos and files, for anyone who has the signed address."""
    pages = Blueprint("attachments", __name__)

    @pages.get("/photos/<key>-<signature>.jpg")
    def photo(key: str, signature: str) -> Response:
        found = _find(store, signed_urls, Page.PHOTO, key, signature)
        if found.kind is not AttachmentKind.IMAGE:
            abort(404)
        return _answer(files, found, "image/jpeg")

    @pages.get("/files/<key>-<signature>")
    def file(key: str, signature: str) -> Response:
        found = _find(store, signed_urls, Page.FILE, key, signature)
        if found.media_type not in FILE_EXTENSIONS:
            abort(404)
        answer = _answer(files, found, found.media_type)
        name = f"evidence-{found.id}.{FILE_EXTENSIONS[found.media_type]}"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return answer

    return pages


def _find(
    store: Store, signed_urls: SignedUrls, page: Page, key: str, signature: str
) -> Attachment:
    with store.read() as tx:
        found = next(iter(tx.attachments.get_many([row_key(key)])), None)
    message = found.message if found else ""
    # The signature is checked even without a row, so that the response time does not reveal whether one exists.
    is_signed = signed_urls.is_signed(page, row_key(key), message, signature)
    if found is None or not is_signed or found.state is not AttachmentState.STORED:
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
        headers={"Cache-Control": "private, max-age=86400", "X-Robots-Tag": "noindex"},
    )
