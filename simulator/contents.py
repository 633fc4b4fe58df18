"""The content of photos, audio, videos and files that people sent, for the bot to download.

https://developers.line.biz/en/reference/messaging-api/#get-content
"""

import io

from PIL import Image

from simulator import ids
from simulator.errors import LineError, UnknownKeyError
from simulator.store import Store

READY = "ready"
LATE = "late"
GONE = "gone"
UNSENT = "unsent"
STATES = (READY, LATE, GONE, UNSENT)

PREVIEW_PIXELS = 240


class Contents:
    """Content by message id, with its state. The caller must hold the store's lock."""

    def __init__(self, store: Store, late_seconds: float) -> None:
        self._store = store
        self._contents = store.table("contents")
        self._late_ms = int(late_seconds * 1000)

    def keep(self, number: str, data: bytes, mime: str, state: str = READY) -> None:
        """Store the content of a message; in state LATE it is not available for the first seconds."""
        self._store.keep_file(number, data)
        self._contents[number] = {
            "mime": mime,
            "state": state,
            "ready": ids.now_ms() + (self._late_ms if state == LATE else 0),
        }

    def unsend(self, number: str) -> None:
        """Make the content of an unsent message unavailable to the bot."""
        if number in self._contents:
            self._contents.update(number, state=UNSENT)

    def on_phone(self, number: str) -> tuple[bytes, str]:
        """Content and media type as on the sender's phone, whatever the bot may download."""
        record = self._contents.get(number)
        if record is None:
            raise UnknownKeyError(f"no photo {number!r}")
        return self._store.read_file(number), record["mime"]

    def fetch(self, number: str) -> tuple[bytes, str] | None:
        """Content and media type for the bot; None while it is being prepared. Raises LineError 404 or 410."""
        record = self._contents.get(number)
        if record is None or record["state"] == GONE:
            raise LineError(404, "not found")
        if record["state"] == UNSENT:
            raise LineError(410, "The content is gone")
        if ids.now_ms() < record["ready"]:
            return None
        return self._store.read_file(number), record["mime"]

    def preview(self, number: str) -> tuple[bytes, str] | None:
        """A small JPEG of a photo and its media type. Raises LineError 400 for other kinds."""
        whole = self.fetch(number)
        if whole is None:
            return None
        data, mime = whole
        if not mime.startswith("image/"):
            raise LineError(400, "The content can not be previewed")
        small = io.BytesIO()
        with Image.open(io.BytesIO(data)) as image:
            image.thumbnail((PREVIEW_PIXELS, PREVIEW_PIXELS))
            image.convert("RGB").save(small, "JPEG")
        return small.getvalue(), "image/jpeg"

    def transcoding(self, number: str) -> str:
        """`processing` or `succeeded`. Raises LineError 400 for content that is neither audio nor video."""
        whole = self.fetch(number)
        if not self._contents[number]["mime"].startswith(("audio/", "video/")):
            message = "Transcoding status doesn't support this type of content"
            raise LineError(400, message)
        return "succeeded" if whole else "processing"
