"""The messages of each chat, as the phone shows them."""

from collections import defaultdict, deque
from typing import Any

from simulator.errors import UnknownKeyError
from simulator.store import Record, Store
from simulator.wire import Feed

MAX_PER_CHAT = 200
BOT = "bot"


class Chats:
    """Messages by chat. The caller must hold the store's lock."""

    def __init__(self, store: Store, feed: Feed) -> None:
        self._feed = feed
        self._messages = store.table("messages")
        self._reads = store.table("reads")
        self._order: dict[str, deque[str]] = defaultdict(deque)
        for number, record in self._messages.records.items():
            self._order[record["chat"]].append(number)

    def add(
        self,
        chat: str,
        author: str,
        message: dict[str, Any],
        *,
        number: str,
        at: int,
        via: str | None = None,
        quick_reply: dict[str, Any] | None = None,
    ) -> None:
        """Add a message to a chat. `message`: LINE's message object. `number`: its id. `at`: milliseconds."""
        record: Record = {
            "chat": chat,
            "from": author,
            "at": at,
            "id": number,
            "message": message,
            "via": via,
        }
        if quick_reply:
            record["quickReply"] = quick_reply
        record["seq"] = self._feed.add("message", **record)
        self._messages[number] = record
        order = self._order[chat]
        order.append(number)
        if len(order) > MAX_PER_CHAT:
            del self._messages[order.popleft()]

    def messages(self, chat: str) -> list[Record]:
        """The last messages of a chat, oldest first; people's messages have the key `read`."""
        read = self._reads.get(chat) or {"at": 0}
        records = [self._messages[number] for number in self._order[chat]]
        return [
            record if record["from"] == BOT else {**record, "read": record["at"] <= read["at"]}
            for record in records
        ]

    def mark_read(self, chat: str, at: int) -> None:
        """Mark everything up to `at` (milliseconds) as read by the bot."""
        self._reads[chat] = {"at": at}
        self._feed.add("read", chat, at=at)

    def message(self, number: str) -> Record:
        """The record of a message. Raises UnknownKeyError."""
        if number not in self._messages:
            raise UnknownKeyError(f"no message {number!r}")
        return self._messages[number]

    def mark_read_by(self, token: str) -> bool:
        """Mark everything up to the message with this markAsReadToken as read; False when there is none."""
        for record in reversed(self._messages.records.values()):
            if record["message"].get("markAsReadToken") == token:
                self.mark_read(record["chat"], record["at"])
                return True
        return False

    def unsend(self, number: str) -> None:
        """Replace a message by a note that it was unsent."""
        record = self._messages.update(number, message={"type": "unsent"}, unsent=True)
        self._feed.add("unsent", record["chat"], id=number)

    def clear(self) -> None:
        """Forget the order of the messages, after the store has been cleared."""
        self._order.clear()
