"""Configures the clients for LINE's API: shared connections, a timeout on every call, no silent retries."""

from dataclasses import dataclass

import urllib3
from linebot.v3.messaging import ApiClient, Configuration, MessagingApi, MessagingApiBlob

from bot.settings import Settings
from bot.telemetry.metrics import CountingPool

TIMEOUT = (3.05, 8.0)
"""Seconds to connect and to read. The SDK sets no timeout itself."""
CONNECTIONS = 32


@dataclass(frozen=True)
class LineClient:
    """The clients of one channel.

    `api` calls api.line.me and `blob` uploads to api-data.line.me, both with the SDK. `http`, `data_host` and
    `token` are for downloads, which are streamed without the SDK.
    """

    api: MessagingApi
    blob: MessagingApiBlob
    http: urllib3.PoolManager
    data_host: str
    token: str


def connect(settings: Settings) -> LineClient:
    """The clients for these settings; opens no connection yet."""
    token = settings.line_channel_access_token.get_secret_value()
    # One pool for all clients, so that the metrics count every call, including those of the SDK.
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
    # With a host in its configuration the SDK sends every call there, so each host needs its own client.
    client = ApiClient(Configuration(host=host.rstrip("/"), access_token=token))
    client.rest_client.pool_manager = http
    return client
