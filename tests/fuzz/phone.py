"""The phone of one person on a bot without threads (tests/fuzz/inside.py)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from storage.people.conversations import ConversationState
from tests.fuzz.bodies import Body
from tests.fuzz.inside import Bot
from tests.line_bodies import body, event, says

Buttons = list[dict[str, Any]]


@dataclass
class Phone:
    """`who`: a LINE user id. Only a message that the bot answers changes `buttons`."""

    bot: Bot
    who: str

    def says(self, text: str) -> "Phone":
        return self._act(says(text, sender=self.who))

    def presses(self, beginning: str) -> "Phone":
        """Press the first button whose label begins so."""
        found = [one for one in self.buttons if one["label"].startswith(beginning)]
        assert found, f"no {beginning!r} among {[one['label'] for one in self.buttons]}"
        return self.presses_button(found[0])

    def presses_button(self, button: dict[str, Any]) -> "Phone":
        if button["type"] == "message":
            return self.says(button["text"])
        return self._act(event("postback", sender=self.who, postback={"data": button["data"]}))

    @property
    def buttons(self) -> Buttons:
        return list(self.bot.line.buttons.get(self.who, ()))

    @property
    def conversation(self) -> ConversationState | None:
        with self.bot.office.store.read() as tx:
            return tx.conversations.find(self.who)

    def returns_to(self, conversation: ConversationState, buttons: Buttons) -> "Phone":
        """Continue where this person stood before."""
        with self.bot.office.store.begin() as tx:
            tx.conversations.put(self.who, conversation, self.bot.clock())
        self.bot.line.buttons[self.who] = buttons
        return self

    def _act(self, made: dict[str, Any]) -> "Phone":
        self.bot.clock.now += timedelta(seconds=1)
        made["timestamp"] = int(self.bot.clock().timestamp() * 1000)
        self.bot.line.tokens[made["replyToken"]] = self.who
        assert self.bot.post(Body(body(made))) == 200
        self.bot.rest()
        assert self.bot.line.refused == []
        return self
