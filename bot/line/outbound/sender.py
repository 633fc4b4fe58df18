"""Send one outbox message to LINE and classify the response.

It uses the reply token while it is valid, else a push with the row's retry key. Sources:
https://developers.line.biz/en/docs/messaging-api/retrying-api-request/ and the error responses of
https://developers.line.biz/en/reference/messaging-api/.
"""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any

from urllib3.exceptions import NewConnectionError

from bot.line.client import Answer, LineClient, LineRefusedError
from bot.line.outbound.render import render, render_plain
from domain.figures.push_budget import rings
from handlers.core.messages import Reply
from handlers.core.reply_codec import decode_replies
from storage.queues.outbox_delivery import OutboxRow

log = logging.getLogger(__name__)
REPLY_LIFE = timedelta(seconds=50)
"""How long we use a reply token: LINE accepts it for one minute, and a call may take ten seconds."""
TOKEN_LIFE = timedelta(minutes=1)
"""How long LINE accepts a reply token."""
KEY_LIFE = timedelta(hours=23)
"""How long we use a retry key. LINE forgets it after 24 hours; the same call would then send a duplicate."""
UNBUILT = "cannot be built"
IN_DOUBT = "its reply may have arrived, no answer came"
Messages = Sequence[dict[str, Any]]


class Outcome(StrEnum):
    """The outcome of a call to LINE for the message.

    REPLIED, PUSHED: LINE accepted it. AGAIN: retry later. PUSH_INSTEAD: the reply token is invalid. HOLD: the
    monthly quota is used up. UNKNOWN: it may have been delivered, and a retry could be a duplicate. GIVE_UP:
    LINE refuses it for good.
    """

    REPLIED = "reply"
    PUSHED = "push"
    AGAIN = "again"
    PUSH_INSTEAD = "push_instead"
    HOLD = "hold"
    UNKNOWN = "perhaps"
    GIVE_UP = "give_up"


@dataclass(frozen=True)
class Result:
    """The outcome of one attempt.

    `error`: a reason without the message's text. `doubtful`: LINE may have accepted the message although it
    reported no success. `message_ids`: LINE's ids of the sent messages.
    """

    outcome: Outcome
    error: str = ""
    request_id: str | None = None
    doubtful: bool = False
    message_ids: tuple[str, ...] = ()


class LineSender:
    """Sends messages as JSON: LINE's SDK would take a third of the time of a turn for its message classes."""

    def __init__(self, client: LineClient) -> None:
        self._client = client

    def send(self, row: OutboxRow, now: datetime) -> Result:
        """Send a message in one call; if LINE refuses it, send it once more as plain text. Never raises."""
        by_reply = (
            row.reply_token is not None and row.reply_until is not None and now < row.reply_until
        )
        if not by_reply and row.reply_token is not None and row.doubtful:
            # A push would be a duplicate if the reply has arrived, and LINE offers no way to find out.
            return Result(Outcome.UNKNOWN, IN_DOUBT)
        if not by_reply and row.doubtful and now - row.tried_at > KEY_LIFE:
            return Result(Outcome.UNKNOWN, "older than the life of a retry key")
        call = self._reply if by_reply else self._push
        result = self._try(call, row, render)
        if result.outcome is Outcome.GIVE_UP and result.error.startswith(("400", UNBUILT)):
            log.error("line.refused_message", extra={"error": result.error})
            result = self._try(call, row, render_plain)
        return result

    def _reply(self, row: OutboxRow, messages: Messages) -> Answer:
        return self._post("reply", {"replyToken": row.reply_token, "messages": messages}, {})

    def _push(self, row: OutboxRow, messages: Messages) -> Answer:
        body = {
            "to": row.recipient,
            "messages": messages,
            # A push at night is delivered silently instead of waiting until morning. The time of the
            # first attempt decides: LINE requires the same body for the same retry key.
            "notificationDisabled": not rings(row.weight, row.tried_at),
        }
        return self._post("push", body, {"X-Line-Retry-Key": row.retry_key})

    def _post(self, call: str, body: dict[str, Any], headers: dict[str, str]) -> Answer:
        return self._client.call("POST", f"/v2/bot/message/{call}", body, headers)

    def _try(
        self,
        call: Callable[[OutboxRow, Messages], Answer],
        row: OutboxRow,
        draw: Callable[[Sequence[Reply]], Messages],
    ) -> Result:
        by_reply = call == self._reply
        sent = Outcome.REPLIED if by_reply else Outcome.PUSHED
        try:
            messages = draw(decode_replies(row.replies))
        except Exception as error:
            log.exception("line.unbuilt_message")
            return Result(Outcome.GIVE_UP, f"{UNBUILT}: {type(error).__name__}")
        try:
            answer = call(row, messages)
        except LineRefusedError as refusal:
            return _classify(refusal, row, by_reply=by_reply)
        except NewConnectionError as error:
            return Result(Outcome.AGAIN, type(error).__name__)
        except Exception as error:  # noqa: BLE001 - includes those for an unreadable answer
            log.warning("line.no_answer", extra={"error": type(error).__name__})
            reached = not isinstance(getattr(error, "reason", None), NewConnectionError)
            return Result(Outcome.AGAIN, type(error).__name__, doubtful=reached)
        return Result(
            sent, request_id=_request_id(answer.headers), message_ids=_message_ids(answer.data)
        )


def _classify(refusal: LineRefusedError, row: OutboxRow, *, by_reply: bool) -> Result:
    message, details = _reason(refusal)
    error = f"{refusal.status} {message} {details}".strip()
    request_id = _request_id(refusal.headers)
    match refusal.status:
        case 409:
            return Result(Outcome.PUSHED, request_id=request_id)
        case 429 if "monthly limit" in message:
            return Result(Outcome.HOLD, error, request_id)
        case 400 if by_reply and "reply token" in message:
            # Either our own earlier attempt, whose answer was lost, used the token, or the token had expired.
            if row.doubtful and _may_be_alive(row, refusal):
                return Result(Outcome.REPLIED, "accepted before", request_id)
            if row.doubtful:
                return Result(Outcome.UNKNOWN, IN_DOUBT, request_id)
            return Result(Outcome.PUSH_INSTEAD, error, request_id)
        case 400 if message == "Failed to send messages":
            return Result(Outcome.GIVE_UP, f"unreachable: {message}", request_id)
        case 400 | 413:
            return Result(Outcome.GIVE_UP, error, request_id)
        case 401 | 403:
            log.error("line.not_allowed", extra={"status": refusal.status})
            return Result(Outcome.AGAIN, error, request_id)
        case status if 400 <= status < 500 and status != 429:
            return Result(Outcome.GIVE_UP, error, request_id)
    return Result(Outcome.AGAIN, error, request_id, doubtful=refusal.status >= 500)


def _may_be_alive(row: OutboxRow, refusal: LineRefusedError) -> bool:
    """Whether the reply token cannot have expired yet, by the Date header of LINE's answer.

    Our own clock may have been set back.
    """
    headers = {key.lower(): value for key, value in dict(refusal.headers or {}).items()}
    try:
        return parsedate_to_datetime(headers["date"]) - row.created_at < TOKEN_LIFE
    except (KeyError, ValueError):
        return False


def _reason(refusal: LineRefusedError) -> tuple[str, str]:
    """LINE's error message and the names of the properties it refuses.

    Their values are left out, because they may contain what people wrote.
    """
    try:
        body = json.loads(refusal.body or "{}")
        properties = [str(detail.get("property", "")) for detail in body.get("details", [])]
        return str(body.get("message", ""))[:120], ", ".join(properties)[:120]
    except (ValueError, AttributeError, TypeError):
        return "", ""


def _message_ids(answer: dict[str, Any]) -> tuple[str, ...]:
    """LINE's ids of the sent messages, in our order; empty when the answer has an unknown form."""
    sent = answer.get("sentMessages")
    return tuple(
        str(message.get("id", "")) if isinstance(message, dict) else ""
        for message in (sent if isinstance(sent, list) else [])
    )


def _request_id(headers: Any) -> str | None:  # noqa: ANN401 - any mapping of urllib3
    if not headers:
        return None
    return next(
        (value for key, value in dict(headers).items() if key.lower() == "x-line-request-id"), None
    )
