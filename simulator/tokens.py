"""Reply tokens: handed out with each event that can be answered, good once and for a minute."""

from simulator import ids
from simulator.errors import LineError
from simulator.store import Store

# "not already used, and not more than 20 minutes since the event", then a minute anew:
# https://developers.line.biz/en/reference/messaging-api/#send-reply-message-reply-token
RENEWABLE_MS = 20 * 60_000


class ReplyTokens:
    """Which tokens are good for which chat; ask only while holding the store's lock."""

    def __init__(self, store: Store, seconds: float) -> None:
        self._tokens = store.table("tokens", limit=20_000)
        self._lifetime_ms = int(seconds * 1000)

    def issue(self, chat: str) -> str:
        """A fresh token for a chat; its minute starts when its webhook is sent."""
        token = ids.reply_token()
        self._tokens[token] = {"chat": chat, "born": ids.now_ms(), "until": None, "spent": False}
        return token

    def start_minute(self, token: str) -> None:
        """The webhook with this token leaves now, for the first time or once more."""
        record = self._tokens.get(token)
        now = ids.now_ms()
        if record is None or record["spent"]:
            return
        if record["until"] is None or now - record["born"] <= RENEWABLE_MS:
            self._tokens.update(token, until=now + self._lifetime_ms)

    def chat_of(self, token: str) -> str:
        """The chat this token still answers to; LineError 400 when it answers to none."""
        record = self._tokens.get(token)
        if record is None or record["spent"]:
            raise LineError(400, "Invalid reply token")
        # A webhook the bot answers before we noted its departure has no end yet: it is young.
        if record["until"] is not None and ids.now_ms() > record["until"]:
            raise LineError(400, "Invalid reply token")
        chat: str = record["chat"]
        return chat

    def known_chat(self, token: str) -> str | None:
        """The chat a token was made for, good or not: for the log."""
        record = self._tokens.get(token)
        return record["chat"] if record else None

    def spend(self, token: str) -> None:
        self._tokens.update(token, spent=True)

    def expire_all(self) -> None:
        """Let every token that was handed out die now."""
        for token, record in list(self._tokens.records.items()):
            if not record["spent"]:
                self._tokens.update(token, spent=True)
