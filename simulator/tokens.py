"""Reply tokens: issued with each event that can be answered, valid once and for one minute."""

from simulator import ids
from simulator.errors import LineError
from simulator.store import Store

# A redelivery renews the minute of a token, if it is "not already used, and not more than 20 minutes since the
# event":
# https://developers.line.biz/en/reference/messaging-api/#send-reply-message-reply-token
RENEWABLE_MS = 20 * 60_000


class ReplyTokens:
    """The tokens and their chats. The caller must hold the store's lock."""

    def __init__(self, store: Store, seconds: float) -> None:
        self._tokens = store.table("tokens", limit=20_000)
        self._lifetime_ms = int(seconds * 1000)

    def issue(self, chat: str) -> str:
        """Issue a token for a chat; its minute begins when its webhook is sent."""
        token = ids.reply_token()
        self._tokens[token] = {"chat": chat, "born": ids.now_ms(), "until": None, "spent": False}
        return token

    def start_minute(self, token: str) -> None:
        """Begin the token's minute, because its webhook is being sent, for the first time or again."""
        record = self._tokens.get(token)
        now = ids.now_ms()
        if record is None or record["spent"]:
            return
        if record["until"] is None or now - record["born"] <= RENEWABLE_MS:
            self._tokens.update(token, until=now + self._lifetime_ms)

    def chat_of(self, token: str) -> str:
        """The chat of a valid token. Raises LineError 400 when it is unknown, used or expired."""
        record = self._tokens.get(token)
        if record is None or record["spent"]:
            raise LineError(400, "Invalid reply token")
        # A token has no end yet if the bot replies before the sending of its webhook is recorded.
        if record["until"] is not None and ids.now_ms() > record["until"]:
            raise LineError(400, "Invalid reply token")
        chat: str = record["chat"]
        return chat

    def known_chat(self, token: str) -> str | None:
        """The chat of a token, valid or not, for the log."""
        record = self._tokens.get(token)
        return record["chat"] if record else None

    def spend(self, token: str) -> None:
        self._tokens.update(token, spent=True)

    def expire_all(self) -> None:
        """Invalidate every token."""
        for token, record in list(self._tokens.records.items()):
            if not record["spent"]:
                self._tokens.update(token, spent=True)
