"""One turn with one person: who speaks, in which transaction, and in a conversation the draft so far."""

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from domain.organisation.officers import Officer
from handlers.core.i18n import Bilingual, Translator
from handlers.core.messages import ButtonAction, Choice, Postback, User
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.draft import Conversation, Draft

D = TypeVar("D", bound=Draft)


@dataclass(frozen=True)
class Turn:
    """One turn with one person: who speaks, in which unit of work."""

    uow: UnitOfWork
    user: User
    officer: Officer | None = None

    def at(self, conversation: Conversation) -> "ConversationTurn[Any]":
        """The same turn, where the person stands in a conversation."""
        return ConversationTurn(
            self.uow,
            self.user,
            self.officer,
            draft_id=conversation.draft_id,
            draft=conversation.draft,
        )

    @property
    def translator(self) -> Translator:
        return Translator(self.uow.context.translations, self.user.language)

    def say(self, key: str, **facts: object) -> str:
        return self.translator.say(key, **facts)

    def label(self, key: str) -> str:
        return self.translator.label(key)

    def name(self, both: Bilingual) -> str:
        return self.translator.name(both)


@dataclass(frozen=True)
class ConversationTurn(Turn, Generic[D]):
    """A turn within a conversation. `draft`: what it knows so far."""

    draft_id: str = field(kw_only=True)
    draft: D = field(kw_only=True)

    @property
    def flow(self) -> str:
        return self.draft.flow

    def button(self, key: str, step: str, value: str = "") -> Choice:
        """A button of this very draft, labelled by a word key."""
        return self.named_button(self.label(key), step, value)

    def named_button(self, label: str, step: str, value: str = "") -> Choice:
        return Choice(
            label, ButtonAction.PRESS, str(Postback(self.flow, step, value, self.draft_id))
        )


def turn_with(uow: UnitOfWork, line_user_id: str, language: str) -> Turn:
    """A turn with one person, outside any conversation. Officers are spoken to in Thai alone."""
    person = uow.tx.people.find(line_user_id)
    officer = person.officer if person else None
    bilingual = language == "en" and officer is None
    return Turn(uow, User(line_user_id, "en" if bilingual else "th"), officer)
