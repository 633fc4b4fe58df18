"""The clients of LINE's SDK, for commands that need its many models, such as menus."""

from dataclasses import dataclass

import urllib3
from linebot.v3.messaging import ApiClient, Configuration, MessagingApi, MessagingApiBlob

from bot.line.client import LineClient


@dataclass(frozen=True)
class Sdk:
    """`api` calls api.line.me, and `blob` uploads to api-data.line.me."""

    api: MessagingApi
    blob: MessagingApiBlob


def sdk(line: LineClient) -> Sdk:
    """The SDK's clients on the connections of `line`."""
    return Sdk(
        MessagingApi(_client(line.host, line.token, line.http)),
        MessagingApiBlob(_client(line.data_host, line.token, line.http)),
    )


def _client(host: str, token: str, http: urllib3.PoolManager) -> ApiClient:
    # With a host in its configuration the SDK sends every call there, so each host needs its own client.
    client = ApiClient(Configuration(host=host, access_token=token))
    client.rest_client.pool_manager = http
    return client
