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
from typing import Any

from urllib3 import HTTPResponse

from bot.line.client import Answer, LineClient, LineRefusedError
from simulator import messages
from simulator.actions import buttons_in
from simulator.errors import LineError
from simulator.ids import CHAT_ID
from simulator.sending import RETRY_KEY

KEPT_BUTTONS = 40
SENT = Answer({"sentMessages": [{"id": "1"}]}, {"x-line-request-id": "1"})
TOLD = {
    "/v2/bot/message/quota": {"type": "none"},
    "/v2/bot/message/quota/consumption": {"totalUsage": 0},
}
"""What is answered to these calls."""


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
        return _Client(self, "https://line.invalid", "https://line.invalid", "token", self)  # type: ignore[arg-type]

    def call(self, method: str, path: str, body: Any = None, headers: Any = None) -> Answer:
        """Answer one call to api.line.me."""
        if path in {"/v2/bot/message/reply", "/v2/bot/message/push"}:
            assert method == "POST"
            return self._send(path, body, headers)
        if path in TOLD:
            return Answer(TOLD[path])
        if path.endswith("/members/count"):
            return Answer({"count": 5})
        if method == "GET":
            raise _refusal(404, message="Not found")
        return Answer()

    def _send(self, path: str, body: Any, headers: Any) -> Answer:
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
            assert RETRY_KEY.fullmatch(headers["X-Line-Retry-Key"])
            chat = body["to"]
            if not CHAT_ID.fullmatch(chat):
                raise _refusal(400, message="The property, 'to', in the request body is invalid")
        self.accepted += 1
        self.said[chat] = body["messages"]
        self.buttons[chat] = list(buttons_in(body["messages"]))
        self.old_buttons.extend(self.buttons[chat])
        self.listener(chat, body["messages"])
        return SENT

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


def _refusal(status: int, **body: Any) -> LineRefusedError:
    return LineRefusedError(status, json.dumps(body))


@dataclass(frozen=True)
class _Client(LineClient):
    """A client whose calls go to a StrictLine."""

    line: StrictLine

    def call(self, method: str, path: str, body: Any = None, headers: Any = None) -> Answer:
        return self.line.call(method, path, body, headers)
