"""Fetches what LINE holds for a while only: photos, voices, videos, files, profiles. Bounded in size and time."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

import urllib3
from linebot.v3.messaging import ApiException
from urllib3.exceptions import HTTPError

from bot.line.client import TIMEOUT, LineClient
from bot.line.inbound.sanitise import one_line

PHOTO_BYTES = 15_000_000
EVIDENCE_BYTES = 50_000_000
"""Some minutes of a telephone's video as LINE passes it on; one is held in memory at a time."""
CHUNK = 65_536
DOWNLOAD_SECONDS = 45.0
"""The whole of one download: less than the lease of an errand, and time for 50 MB over a line of 10 Mbit/s."""


class NotReadyError(Exception):
    """Not yet, or not now: ask again later."""


class GoneError(Exception):
    """LINE has it no longer, or its sender took it back."""


class TooLargeError(Exception):
    """Larger than we keep."""


@dataclass(frozen=True)
class Profile:
    display_name: str
    language: str


def fetch_content(
    line: LineClient, message_id: str, limit: int, is_stopping: Callable[[], bool]
) -> bytes:
    """What a message brought, at most `limit` bytes. Raises NotReadyError, GoneError, TooLargeError.

    Not ready is also what drips in for longer than DOWNLOAD_SECONDS, or is put off because `is_stopping`.
    https://developers.line.biz/en/reference/messaging-api/#get-content: 202 while being prepared, 404 when
    unknown, 410 when unsent. Streamed here and not by the SDK, which reads any size into memory.
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
    """Name and language of a friend; None for somebody LINE does not tell of. Raises NotReadyError."""
    try:
        profile = line.api.get_profile(line_user_id, _request_timeout=TIMEOUT)
    except ApiException as error:
        if error.status in {403, 404}:
            return None
        raise NotReadyError(str(error.status)) from error
    except (HTTPError, OSError) as error:
        raise NotReadyError(type(error).__name__) from error
    return Profile(one_line(profile.display_name or ""), profile.language or "")


def _read(answer: urllib3.BaseHTTPResponse, limit: int, is_stopping: Callable[[], bool]) -> bytes:
    if answer.status in {404, 410}:
        raise GoneError(str(answer.status))
    if answer.status != 200:
        raise NotReadyError(str(answer.status))
    content = bytearray()
    deadline = time.monotonic() + DOWNLOAD_SECONDS
    # Not stream(), which waits for a whole chunk: byte by byte, each in time, that is for ever.
    while chunk := answer.read1(CHUNK):
        content += chunk
        if len(content) > limit:
            answer.close()
            raise TooLargeError
        if is_stopping() or time.monotonic() > deadline:
            answer.close()
            raise NotReadyError("stopping" if is_stopping() else "too slow")
    return bytes(content)
