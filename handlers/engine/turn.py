"""A turn: the handling of one event of one person in one unit of work."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from domain.language.understood import Understood
from domain.organisation.officers import Officer
from handlers.core.i18n import Bilingual, Translator
from handlers.core.messages import Choice, Postback, User, postback_choices
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.draft import Conversation, Draft

D = TypeVar("D", bound=Draft)


@dataclass(frozen=True)
class Turn:
    """The handling of one event. `user`: its sender. `officer`: the officer linked to that account, if any.

    `understood`: what the text of the event means, None for an event without text.
    """

    uow: UnitOfWork
    user: User
    officer: Officer | None = None
    understood: Understood | None = None

    def at(self, conversation: Conversation) -> "ConversationTurn[Any]":
        """Return this turn within a conversation."""
        return ConversationTurn(
            self.uow,
            self.user,
            self.officer,
            self.understood,
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
    """A turn within a conversation. `draft`: the draft so far."""

    draft_id: str = field(kw_only=True)
    draft: D = field(kw_only=True)

    @property
    def flow(self) -> str:
        return self.draft.flow

    def button(self, key: str, step: str, value: str = "") -> Choice:
        """Return a button of this draft. `key`: the word key of its label."""
        return self.buttons(step, {value: key})[0]

    def buttons(self, step: str, keys: Mapping[str, str]) -> tuple[Choice, ...]:
        """Return buttons of this draft that answer a step. `keys`: for each value the word key of its label."""
        return self._buttons(step, self.translator.labels(keys))

    def named_button(self, label: str, step: str, value: str = "") -> Choice:
        """Return a button of this draft whose label is no word key."""
        return self.named_buttons(step, {value: label})[0]

    def named_buttons(self, step: str, names: Mapping[str, str | Bilingual]) -> tuple[Choice, ...]:
        """Return buttons of this draft that are labelled with names, such as of villages, instead of word keys."""
        return self._buttons(step, self.translator.names(names))

    def _buttons(self, step: str, labels: Mapping[str, str]) -> tuple[Choice, ...]:
        postbacks = [Postback(self.draft.flow, step, value, self.draft_id) for value in labels]
        return postback_choices(labels.values(), postbacks)


def turn_with(
    uow: UnitOfWork, line_user_id: str, language: str, understood: Understood | None = None
) -> Turn:
    """Return a turn outside any conversation. Officers get Thai only, whatever their language."""
    person = uow.tx.people.find(line_user_id)
    officer = person.officer if person else None
    bilingual = language == "en" and officer is None
    return Turn(uow, User(line_user_id, "en" if bilingual else "th"), officer, understood)
