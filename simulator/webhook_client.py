"""Sends HTTP requests to the bot over connections that stay open between webhooks."""

import http.client
import threading
from urllib.parse import SplitResult, urlsplit


class WebhookClient:
    """A pool of idle connections to the bot, shared by the delivery threads."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._lock = threading.Lock()
        self._idle: list[tuple[SplitResult, http.client.HTTPConnection]] = []

    def post(self, url: str, raw: bytes, headers: dict[str, str]) -> int:
        """POST bytes and return the HTTP status. Raises OSError or HTTPException without an answer in time.

        When the bot has closed an idle connection, a new one is opened; that is not a failed attempt.
        """
        target = urlsplit(url)
        with self._lock:
            idle = self._idle.pop() if self._idle else None
        if idle and idle[0] == target:
            try:
                return self._request(target, idle[1], raw, headers)
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                pass
        elif idle:
            idle[1].close()
        secure = target.scheme == "https"
        make = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        return self._request(target, make(target.netloc, timeout=self._timeout), raw, headers)

    def close(self) -> None:
        """Close every idle connection."""
        with self._lock:
            for _, connection in self._idle:
                connection.close()
            self._idle.clear()

    def _request(
        self,
        target: SplitResult,
        connection: http.client.HTTPConnection,
        raw: bytes,
        headers: dict[str, str],
    ) -> int:
        try:
            connection.request(
                "POST", target._replace(scheme="", netloc="").geturl() or "/", raw, headers
            )
            answer = connection.getresponse()
            answer.read()
        except BaseException:
            connection.close()
            raise
        with self._lock:
            self._idle.append((target, connection))
        return answer.status
