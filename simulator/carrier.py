"""HTTP requests to the bot over connections that stay open between webhooks."""

import http.client
import threading
from urllib.parse import SplitResult, urlsplit


class Carrier:
    """A few idle connections to the bot, shared by the threads that deliver."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._lock = threading.Lock()
        self._idle: list[tuple[SplitResult, http.client.HTTPConnection]] = []

    def post(self, url: str, raw: bytes, headers: dict[str, str]) -> int:
        """POST bytes and answer the status; OSError or HTTPException when none came in time.

        A connection the bot closed while it was idle is opened anew: that is no failed attempt.
        """
        target = urlsplit(url)
        with self._lock:
            kept = self._idle.pop() if self._idle else None
        if kept and kept[0] == target:
            try:
                return self._ask(target, kept[1], raw, headers)
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                pass
        elif kept:
            kept[1].close()
        secure = target.scheme == "https"
        make = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        return self._ask(target, make(target.netloc, timeout=self._timeout), raw, headers)

    def close(self) -> None:
        """Close every idle connection."""
        with self._lock:
            for _, connection in self._idle:
                connection.close()
            self._idle.clear()

    def _ask(
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
