"""Calls to LINE's API: shared connections, a timeout on every call, no silent retries.

The running bot calls LINE directly with urllib3, because LINE's SDK takes 41 MB of memory and half of the start
time, most of it for models that these calls do not need. Commands use the SDK's clients from `bot.line.sdk`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import urllib3

import bot
from bot.settings import Settings
from bot.telemetry.metrics import CountingPool

TIMEOUT = (3.05, 8.0)
"""Seconds to connect and to read."""
CONNECTIONS = 32


@dataclass(frozen=True)
class Answer:
    """LINE's response to a successful call."""

    data: dict[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


class LineRefusedError(Exception):
    """LINE responded with an error. `body`: unparsed, usually JSON."""

    def __init__(
        self, status: int, body: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        self.headers = headers or {}


@dataclass(frozen=True)
class LineClient:
    """The connections of one channel. `host`: of api.line.me; `data_host`: of api-data.line.me, for content."""

    http: urllib3.PoolManager
    host: str
    data_host: str
    token: str

    def call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Make one call to api.line.me. `body`: the JSON object to send.

        Raises LineRefusedError for an error response, urllib3's errors without a response, and ValueError for a
        response that is not a JSON object, which a proxy or captive portal may have sent instead of LINE.
        """
        answer = self.http.request(
            method,
            self.host + path,
            body=None if body is None else json.dumps(body),
            headers={
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                "User-Agent": f"rongtuk/{bot.__version__}",
                **(headers or {}),
            },
        )
        if not 200 <= answer.status < 300:
            raise LineRefusedError(
                answer.status, answer.data.decode(errors="replace"), answer.headers
            )
        data = json.loads(answer.data)
        if not isinstance(data, dict):
            raise ValueError("the answer is no JSON object")  # noqa: TRY004 - a malformed answer, not our type
        return Answer(data, answer.headers)


def connect(settings: Settings) -> LineClient:
    """The client for these settings; opens no connection yet."""
    return LineClient(
        # One pool for all calls, so that the metrics count every call, including those of the SDK.
        http=CountingPool(
            maxsize=CONNECTIONS,
            timeout=urllib3.Timeout(*TIMEOUT),
            retries=urllib3.Retry(0, redirect=0),
        ),
        host=settings.line_api_host.rstrip("/"),
        data_host=settings.line_data_host.rstrip("/"),
        token=settings.line_channel_access_token.get_secret_value(),
    )
