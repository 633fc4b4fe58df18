"""Kept photos at addresses nobody can guess: LINE's servers and the reader's phone fetch them there."""

import hashlib
import hmac
from collections.abc import Callable

from flask import Blueprint, Response, abort

from storage.files import PhotoFiles
from storage.photos import State
from storage.store import Store

SIGNATURE_LENGTH = 32


def photo_url_maker(public_url: str, key: bytes) -> Callable[[int], str | None]:
    """Makes the address of a photo by its id; None without a public https address, which LINE requires."""
    base = public_url.rstrip("/")

    def address(photo_id: int) -> str | None:
        if not base.startswith("https://"):
            return None
        return f"{base}/photos/{photo_id}-{_sign(photo_id, key)}.jpg"

    return address


def blueprint(store: Store, files: PhotoFiles, key: bytes) -> Blueprint:
    """Audience: whoever was given the signed address."""
    pages = Blueprint("photos", __name__)

    @pages.get("/photos/<int:photo_id>-<signature>.jpg")
    def photo(photo_id: int, signature: str) -> Response:
        if not hmac.compare_digest(_sign(photo_id, key).encode(), signature.encode()):
            abort(404)
        with store.read() as tx:
            found = tx.photos.get_many([photo_id])
        if not found or found[0].state is not State.KEPT or found[0].sha256 is None:
            abort(404)
        try:
            content = files.read(found[0].sha256)
        except FileNotFoundError:
            abort(404)
        return Response(
            content,
            mimetype="image/jpeg",
            headers={"Cache-Control": "private, max-age=86400", "X-Robots-Tag": "noindex"},
        )

    return pages


def _sign(photo_id: int, key: bytes) -> str:
    return hmac.new(key, str(photo_id).encode(), hashlib.sha256).hexdigest()[:SIGNATURE_LENGTH]
