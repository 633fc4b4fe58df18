"""A fake of LINE's API in this process that accepts only valid calls and records the others.

It uses the rules of the simulator (simulator/messages.py). It stores only the buttons that can be pressed now, so
that memory does not grow during a long run.
"""

import json
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from linebot.v3.messaging import ApiException
from urllib3 import HTTPResponse

from bot.line.client import LineClient
from simulator import messages
from simulator.actions import buttons_in
from simulator.errors import LineError
from simulator.ids import CHAT_ID
from simulator.sending import RETRY_KEY

KEPT_BUTTONS = 40
SENT = SimpleNamespace(data={"sentMessages": [{"id": "1"}]}, headers={"x-line-request-id": "1"})


@dataclass
class StrictLine:
    """`tokens`: the person of each reply token. `files`: content by message id; other content is gone."""

    tokens: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    said: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    buttons: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    old_buttons: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=KEPT_BUTTONS))
    accepted: int = 0
    listener: Callable[[str, list[dict[str, Any]]], None] = lambda _chat, _messages: None

    def client(self) -> LineClient:
        return LineClient(self, self, self, "https://line.invalid", "token")  # type: ignore[arg-type]

    # ---------------------------------------------------------------- sending
    @property
    def api_client(self) -> "StrictLine":
        return self

    def call_api(self, path: str, method: str, *, header_params: Any, body: Any, **_: Any) -> Any:
        try:
            # Encode it as for sending: NaN and half of a surrogate pair fail.
            wire = json.dumps(body, allow_nan=False, ensure_ascii=False).encode()
            messages.check(json.loads(wire)["messages"])
        except (LineError, ValueError) as error:
            reason = error.body if isinstance(error, LineError) else {"message": str(error)}
            self.refused.append(f"{reason}: {json.dumps(body)[:2000]}")
            raise _refusal(400, **reason) from error
        if path.endswith("reply"):
            chat = self.tokens.pop(body["replyToken"], None)
            if chat is None:
                raise _refusal(400, message="Invalid reply token")
        else:
            assert RETRY_KEY.fullmatch(header_params["X-Line-Retry-Key"])
            chat = body["to"]
            if not CHAT_ID.fullmatch(chat):
                raise _refusal(400, message="The property, 'to', in the request body is invalid")
        self.accepted += 1
        self.said[chat] = body["messages"]
        self.buttons[chat] = list(buttons_in(body["messages"]))
        self.old_buttons.extend(self.buttons[chat])
        self.listener(chat, body["messages"])
        return SENT

    # ---------------------------------------------------------------- everything else
    def get_profile(self, *_: Any, **__: Any) -> Any:
        raise _refusal(404, message="Not found")

    def get_rich_menu_alias(self, *_: Any, **__: Any) -> Any:
        raise _refusal(404, message="not found")

    def unlink_rich_menu_id_from_user(self, *_: Any, **__: Any) -> None:
        """Accept any other call."""

    def get_message_quota(self, **_: Any) -> Any:
        return SimpleNamespace(type="none", value=None)

    def get_message_quota_consumption(self, **_: Any) -> Any:
        return SimpleNamespace(total_usage=0)

    def get_group_member_count(self, *_: Any, **__: Any) -> Any:
        return SimpleNamespace(count=5)

    def request(self, _method: str, url: str, **_: Any) -> Any:
        """Return the content of a message."""
        found = re.fullmatch(r"https://line\.invalid/v2/bot/message/([^/?#\s]+)/content", url)
        assert found, f"no address of LINE's: {url}"
        content = self.files.pop(found[1], None)
        return HTTPResponse(
            BytesIO(content or b""),
            status=404 if content is None else 200,
            preload_content=False,
        )


def _refusal(status: int, **body: Any) -> ApiException:
    refusal = ApiException(status=status, reason="")
    refusal.body = json.dumps(body)
    return refusal
