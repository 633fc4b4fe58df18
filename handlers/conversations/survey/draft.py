"""The draft of a survey. The answers are stored as soon as they are given, not in the draft."""

from dataclasses import dataclass, replace
from typing import Self

from handlers.engine.draft import Draft
from handlers.engine.turn import ConversationTurn

NAME = "survey"
STOPPED, PAUSED = "stopped", "paused"
CLOSED = "closed"


@dataclass(frozen=True)
class SurveyDraft(Draft, flow=NAME):
    """The position of one person in a survey.

    `door` (an id, 0 before one is chosen) and `subject` identify the survey, see `answering.open_form`.
    `reopened`: keys of answered questions that are asked again. `more`: key of a question of several choices that
    may get another one. `changed`: key of the question whose answer the last press changed. `in_chat`: the person
    prefers the chat to the form. `ended`: STOPPED, PAUSED, or the key of the refusal that ends it; empty while it
    runs. `thanked`: all other questions are answered and the thanks were sent; a comment may still follow.
    `among`: keys of the services that a typed name fits, if there are several.
    """

    door: int = 0
    subject: str = ""
    reopened: tuple[str, ...] = ()
    more: str = ""
    changed: str = ""
    in_chat: bool = False
    ended: str = ""
    thanked: bool = False
    among: tuple[str, ...] = ()

    def asking_again(self, question: str) -> Self:
        """Return the draft that asks an answered question again; the old answer is kept until it is replaced."""
        return replace(self, reopened=(*self.reopened, question), more="", changed="")

    def as_asked_again(self) -> Self:
        """Return the draft without the answer that the last press changed, which was already confirmed."""
        return replace(self, changed="")

    def ended_with_thanks(self, comment: str) -> Self:
        """Return the draft that asks for nothing but the comment, the answer to the question of this key."""
        reopened = tuple(one for one in self.reopened if one == comment)
        return replace(self, thanked=True, ended="", reopened=reopened, more="", changed="")

    def after(self, question: str, *, changed: bool) -> Self:
        """Return the draft after an answer to a question."""
        return replace(
            self,
            reopened=tuple(one for one in self.reopened if one != question),
            more="",
            changed=question if changed else "",
        )


SurveyTurn = ConversationTurn[SurveyDraft]
