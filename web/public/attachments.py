"""What people sent, at addresses nobody can guess: LINE's servers and the reader's phone fetch it there.

Pictures were made anew by us and are shown. Everything else is kept as it came and is only ever
downloaded, under a name of ours, never opened by a browser on this site.
"""

from flask import Blueprint, Response, abort

from handlers.core.messages import row_key
from handlers.core.signed_urls import Page, SignedUrls
from storage.cases.attachments import Attachment, AttachmentKind, AttachmentState
from storage.sealed.files import EncryptedFiles
from storage.store import Store

ENDINGS = {
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
"""The end of the name a file is downloaded under, by what its content is."""


def blueprint(store: Store, files: EncryptedFiles, signed_urls: SignedUrls) -> Blueprint:
    """Audience: whoever was given the signed address."""
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
        if found.media_type not in ENDINGS:
            abort(404)
        answer = _answer(files, found, found.media_type)
        name = f"evidence-{found.id}.{ENDINGS[found.media_type]}"
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
    # Compared also where there is no row, so that nobody hears the difference by the time it takes.
    is_its_own = signed_urls.is_signed(page, row_key(key), message, signature)
    if found is None or not is_its_own or found.state is not AttachmentState.KEPT:
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
