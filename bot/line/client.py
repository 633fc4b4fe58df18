"""LINE's SDK, held right: one shared client a process, a timeout on every call, no silent retries."""

from dataclasses import dataclass

import urllib3
from linebot.v3.messaging import ApiClient, Configuration, MessagingApi, MessagingApiBlob

from bot.settings import Settings
from bot.telemetry.metrics import CountingPool

TIMEOUT = (3.05, 8.0)
"""Seconds to connect and to read. The SDK has none of its own."""
CONNECTIONS = 32


@dataclass(frozen=True)
class LineClient:
    """`api` talks to api.line.me, `blob` uploads to api-data.line.me; `http` and the rest stream content."""

    api: MessagingApi
    blob: MessagingApiBlob
    http: urllib3.PoolManager
    data_host: str
    token: str


def connect(settings: Settings) -> LineClient:
    token = settings.line_channel_access_token.get_secret_value()
    # One pool for all, so that every call is counted, the SDK's too.
    http = CountingPool(
        maxsize=CONNECTIONS,
        timeout=urllib3.Timeout(*TIMEOUT),
        retries=urllib3.Retry(0, redirect=0),
    )
    return LineClient(
        api=MessagingApi(_client(settings.line_api_host, token, http)),
        blob=MessagingApiBlob(_client(settings.line_data_host, token, http)),
        http=http,
        data_host=settings.line_data_host.rstrip("/"),
        token=token,
    )


def _client(host: str, token: str, http: urllib3.PoolManager) -> ApiClient:
    # One host a configuration: given one, the SDK sends everything there, content too.
    client = ApiClient(Configuration(host=host.rstrip("/"), access_token=token))
    client.rest_client.pool_manager = http
    return client
