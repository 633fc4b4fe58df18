"""LINE's SDK, held right: one shared client a process, a timeout on every call, no silent retries."""

from dataclasses import dataclass

import urllib3
from linebot.v3.messaging import ApiClient, Configuration, MessagingApi, MessagingApiBlob

from bot.settings import Settings

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
    return LineClient(
        api=MessagingApi(ApiClient(_configuration(settings.line_api_host, token))),
        blob=MessagingApiBlob(ApiClient(_configuration(settings.line_data_host, token))),
        http=urllib3.PoolManager(
            maxsize=CONNECTIONS, timeout=urllib3.Timeout(*TIMEOUT), retries=_no_retries()
        ),
        data_host=settings.line_data_host.rstrip("/"),
        token=token,
    )


def _configuration(host: str, token: str) -> Configuration:
    # One host a configuration: given one, the SDK sends everything there, content too.
    configuration = Configuration(host=host.rstrip("/"), access_token=token)
    configuration.retries = _no_retries()
    configuration.connection_pool_maxsize = CONNECTIONS
    return configuration


def _no_retries() -> urllib3.Retry:
    return urllib3.Retry(0, redirect=0)
