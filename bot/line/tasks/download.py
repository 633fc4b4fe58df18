"""Download photos, voice messages, videos, files and profiles from LINE, bounded in size and time.

LINE deletes the content of messages after some time, so it is downloaded soon after the message.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

import urllib3
from urllib3.exceptions import HTTPError

from bot.line.client import LineClient, LineRefusedError
from bot.line.inbound.sanitise import one_line

CONTENT_BYTES = 50_000_000
"""A photo of 200 megapixels, or some minutes of a phone's video. The whole content is held in memory."""
CHUNK = 65_536
DOWNLOAD_SECONDS = 45.0
"""Longest download: shorter than the lease of a task, long enough for 50 MB at 10 Mbit/s."""


class NotReadyError(Exception):
    """The content or the answer is not available now; try again later."""


class GoneError(Exception):
    """LINE no longer has the content, or its sender unsent the message."""


class TooLargeError(Exception):
    """The content is larger than the limit."""


@dataclass(frozen=True)
class Profile:
    """A person's LINE profile; `language` is a BCP 47 tag, "" if LINE does not disclose it."""

    display_name: str
    language: str


def fetch_content(
    line: LineClient, message_id: str, limit: int, is_stopping: Callable[[], bool]
) -> bytes:
    """The content of a message, at most `limit` bytes.

    Raises NotReadyError when LINE is preparing the content (status 202) or cannot be reached, when the download
    takes longer than DOWNLOAD_SECONDS, or when `is_stopping` returns True during it. Raises GoneError when
    the content is unknown (404) or unsent (410), and TooLargeError.
    https://developers.line.biz/en/reference/messaging-api/#get-content
    """
    try:
        answer = line.http.request(
            "GET",
            f"{line.data_host}/v2/bot/message/{quote(message_id, safe='')}/content",
            headers={"Authorization": f"Bearer {line.token}"},
            preload_content=False,
        )
        try:
            return _read(answer, limit, is_stopping)
        finally:
            answer.release_conn()
    except HTTPError as error:
        raise NotReadyError(type(error).__name__) from error


def fetch_profile(line: LineClient, line_user_id: str) -> Profile | None:
    """A user's name and language; None when LINE does not disclose them. Raises NotReadyError."""
    try:
        profile = line.call("GET", f"/v2/bot/profile/{quote(line_user_id, safe='')}").data
    except LineRefusedError as error:
        if error.status in {403, 404}:
            return None
        raise NotReadyError(str(error.status)) from error
    except (HTTPError, OSError) as error:
        raise NotReadyError(type(error).__name__) from error
    name, language = profile.get("displayName"), profile.get("language")
    return Profile(one_line(str(name or "")), str(language or ""))


def _read(answer: urllib3.BaseHTTPResponse, limit: int, is_stopping: Callable[[], bool]) -> bytes:
    if answer.status in {404, 410}:
        raise GoneError(str(answer.status))
    if answer.status != 200:
        raise NotReadyError(str(answer.status))
    content = bytearray()
    deadline = time.monotonic() + DOWNLOAD_SECONDS
    # Not stream(), which waits for a whole chunk: a server that sends single bytes could delay it for ever.
    while chunk := answer.read1(CHUNK):
        content += chunk
        if len(content) > limit:
            answer.close()
            raise TooLargeError
        if is_stopping() or time.monotonic() > deadline:
            answer.close()
            raise NotReadyError("stopping" if is_stopping() else "too slow")
    return bytes(content)
