"""The bot's messages: reply, push, multicast and broadcast, with reply tokens, retry keys and quota."""

import re
from collections.abc import Callable
from typing import Any

from simulator import ids, messages
from simulator.chats import BOT, Chats
from simulator.errors import LineError, body_errors
from simulator.friends import Friends
from simulator.quota import Quota
from simulator.store import Store
from simulator.tokens import ReplyTokens

RETRY_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
RETRY_KEY_MS = 24 * 3_600_000

REPLY_FIELDS = frozenset({"replyToken", "messages", "notificationDisabled"})
PUSH_FIELDS = frozenset({"to", "messages", "notificationDisabled", "customAggregationUnits"})
BROADCAST_FIELDS = frozenset({"messages", "notificationDisabled"})

Body = dict[str, Any]


class Sending:
    """The calls that send messages. `log`: every accepted call."""

    def __init__(
        self,
        store: Store,
        friends: Friends,
        chats: Chats,
        tokens: ReplyTokens,
        quota: Quota,
        *,
        phone_ms: Callable[[], int] = ids.now_ms,
    ) -> None:
        """`phone_ms`: the time shown with a message, in milliseconds; everything else uses the real time."""
        self._lock = store.lock
        self._friends = friends
        self._chats = chats
        self._tokens = tokens
        self._quota = quota
        self._phone_ms = phone_ms
        self._retries = store.table("retries", limit=50_000)
        self.log = store.table("log", limit=200_000)
        self._logged = int(next(reversed(self.log.records), "0"))

    def reply(self, body: Body, retry_key: str | None, request: str) -> Body:
        """Send a reply. Raises LineError 400, and sends nothing, for an invalid call."""
        if retry_key is not None:
            raise LineError(400, "The retry key is not supported for this endpoint.")
        _check_properties(body, REPLY_FIELDS)
        token = body.get("replyToken")
        if not isinstance(token, str) or not token:
            raise body_errors(("replyToken", "May not be empty"))
        messages.check(body.get("messages"))
        with self._lock:
            chat = self._tokens.chat_of(token)
            self._tokens.spend(token)
            sent = self._deliver([chat], body["messages"], "reply", None, request)
        return {"sentMessages": sent}

    def push(self, body: Body, retry_key: str | None, request: str) -> Body:
        """Send a push to a person or group. Raises LineError 400, 409 or 429."""
        _check_properties(body, PUSH_FIELDS)
        to = body.get("to")
        if not isinstance(to, str) or not ids.CHAT_ID.fullmatch(to):
            raise LineError(
                400, "The property, 'to', in the request body is invalid (line: -, column: -)"
            )
        messages.check(body.get("messages"))
        with self._lock:
            self._check_retry(retry_key)
            chats, recipients = self._target(to)
            self._quota.check(ids.now_ms(), recipients)
            sent = self._deliver(chats, body["messages"], "push", retry_key, request)
            self._quota.count(ids.now_ms(), recipients)
            self._accept(retry_key, request, {"sentMessages": sent})
        return {"sentMessages": sent}

    def multicast(self, body: Body, retry_key: str | None, request: str) -> Body:
        """Send messages to up to 500 people; those who cannot be reached are skipped."""
        _check_properties(body, PUSH_FIELDS)
        to = ids.read_users(body, "to", "to[{place}]")
        messages.check(body.get("messages"))
        known = self._friends.roster.person_keys
        people = list(dict.fromkeys(known[one] for one in to if one in known))
        return self._to_people(people, body, "multicast", retry_key, request)

    def broadcast(self, body: Body, retry_key: str | None, request: str) -> Body:
        """Send messages to every friend."""
        _check_properties(body, BROADCAST_FIELDS)
        messages.check(body.get("messages"))
        with self._lock:
            people = [
                key for key in self._friends.roster.people if self._friends.standing(key)["friend"]
            ]
        return self._to_people(people, body, "broadcast", retry_key, request)

    def _to_people(
        self, people: list[str], body: Body, via: str, retry_key: str | None, request: str
    ) -> Body:
        with self._lock:
            self._check_retry(retry_key)
            now = ids.now_ms()
            reachable = [key for key in people if self._friends.reachable(key, now)]
            self._quota.check(now, len(reachable))
            self._deliver(reachable, body["messages"], via, retry_key, request)
            self._quota.count(now, len(reachable))
            self._accept(retry_key, request, {})
        return {}

    def _target(self, to: str) -> tuple[list[str], int]:
        """The chats that a push reaches, and the number of recipients counted for it."""
        roster = self._friends.roster
        if to in roster.person_keys:
            key = roster.person_keys[to]
            is_reachable = self._friends.reachable(key, ids.now_ms())
            return ([key], 1) if is_reachable else ([], 0)
        group = roster.group_keys.get(to)
        if group is None or not self._friends.joined(group):
            raise LineError(400, "Failed to send messages")
        return [group], len(self._friends.members(group))

    def _deliver(
        self, chats: list[str], sent: list[Body], via: str, retry_key: str | None, request: str
    ) -> list[dict[str, str]]:
        shown_at = self._phone_ms()
        receipts = [messages.receipt(message) for message in sent]
        for chat in chats:
            for message, receipt in zip(sent, receipts, strict=True):
                # The phone shows only the quick replies of the last message.
                shown = message.get("quickReply") if message is sent[-1] else None
                self._chats.add(
                    chat,
                    BOT,
                    message,
                    number=receipt["id"] if len(chats) == 1 else ids.message_id(),
                    at=shown_at,
                    via=via,
                    quick_reply=shown,
                )
        self._logged += 1
        self.log[str(self._logged)] = {
            "number": self._logged,
            "at": ids.now_ms(),
            "via": via,
            "chats": chats,
            "messages": sent,
            "retryKey": retry_key,
            "requestId": request,
        }
        return receipts

    def _check_retry(self, key: str | None) -> None:
        """Raise LineError 400 for a malformed retry key, 409 for one accepted in the last 24 hours.

        https://developers.line.biz/en/docs/messaging-api/retrying-api-request/
        """
        if key is None:
            return
        if not RETRY_KEY.fullmatch(key):
            raise LineError(400, "The retry key is invalid. It must be a UUID.")
        seen = self._retries.get(key.lower())
        if seen and ids.now_ms() - seen["at"] < RETRY_KEY_MS:
            raise LineError(
                409,
                "The retry key is already accepted",
                headers={"x-line-accepted-request-id": seen["request"]},
                **seen["answer"],
            )

    def _accept(self, key: str | None, request: str, answer: Body) -> None:
        if key is not None:
            self._retries[key.lower()] = {
                "at": ids.now_ms(),
                "request": request,
                "answer": answer,
            }


def _check_properties(body: Body, known: frozenset[str]) -> None:
    unknown = [(name, "invalid property") for name in body if name not in known]
    if unknown:
        raise body_errors(*unknown)
    silent = body.get("notificationDisabled")
    if silent is not None and not isinstance(silent, bool):
        raise LineError(
            400,
            "The property, 'notificationDisabled', in the request body is invalid"
            " (line: -, column: -)",
        )
