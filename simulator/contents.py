"""What people sent besides words: photos, sound, films and files, as the bot may fetch them.

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
    """Bytes by message id and how far they can be fetched; use while holding the store's lock."""

    def __init__(self, store: Store, late_seconds: float) -> None:
        self._store = store
        self._contents = store.table("contents")
        self._late_ms = int(late_seconds * 1000)

    def keep(self, number: str, data: bytes, mime: str, state: str = READY) -> None:
        """Keep the bytes of a message; `late` ones are not ready for the first seconds."""
        self._store.keep_file(number, data)
        self._contents[number] = {
            "mime": mime,
            "state": state,
            "ready": ids.now_ms() + (self._late_ms if state == LATE else 0),
        }

    def take_back(self, number: str) -> None:
        """The person unsent the message: its content is gone for the bot."""
        if number in self._contents:
            self._contents.update(number, state=UNSENT)

    def on_phone(self, number: str) -> tuple[bytes, str]:
        """(bytes, mime) as the person's own phone has them, whatever the bot may fetch."""
        record = self._contents.get(number)
        if record is None:
            raise UnknownKeyError(f"no photo {number!r}")
        return self._store.read_file(number), record["mime"]

    def fetch(self, number: str) -> tuple[bytes, str] | None:
        """(bytes, mime) for the bot; None while they are being prepared; LineError 404 or 410."""
        record = self._contents.get(number)
        if record is None or record["state"] == GONE:
            raise LineError(404, "not found")
        if record["state"] == UNSENT:
            raise LineError(410, "The content is gone")
        if ids.now_ms() < record["ready"]:
            return None
        return self._store.read_file(number), record["mime"]

    def preview(self, number: str) -> tuple[bytes, str] | None:
        """(JPEG bytes, mime) of a small image of a photo; LineError 400 for other kinds."""
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
        """`processing` or `succeeded`; LineError 400 for what is neither sound nor film."""
        whole = self.fetch(number)
        if not self._contents[number]["mime"].startswith(("audio/", "video/")):
            message = "Transcoding status doesn't support this type of content"
            raise LineError(400, message)
        return "succeeded" if whole else "processing"
