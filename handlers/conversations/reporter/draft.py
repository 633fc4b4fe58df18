"""The draft of a reporter's message about their own case."""

from dataclasses import dataclass

from domain.cases.lifecycle import Action
from handlers.engine.draft import NO_EVIDENCE, Draft, Evidence, typed_text
from handlers.engine.turn import ConversationTurn

NAME = "own"
ADDING = frozenset({Action.ANSWER, Action.ADD})


@dataclass(frozen=True)
class OwnCaseDraft(Draft, flow=NAME):
    """`reporter`: the LINE user id, or the case's pseudonym if it was opened by a receipt code.

    `case`: its id; None while the reporter has not said which officer's question they answer. `suspected`: the
    reporter must say whether the note is about staff. `ordinary`: the fingerprint of the note that they declared
    not to be about staff. `by_code`: the case was opened by a receipt code. Because the draft is stored under the
    reporter's account, it then contains neither the case nor the code; the code is typed again to send the note.
    `in_words`: they declared it in words of their own, so its readers are told and it must be confirmed.
    `unasked`: the note of a dispute was typed without pressing "not fixed", so it must be confirmed.
    `unsent`: the words of a withdrawal were left out, as they may tell its officers more than was meant.
    """

    action: Action
    reporter: str
    case: int | None = None
    note: str = typed_text()
    evidence: Evidence = NO_EVIDENCE
    confirmed: bool = False
    suspected: bool = False
    ordinary: str = ""
    by_code: bool = False
    unasked: bool = False
    in_words: bool = False
    unsent: bool = False

    @property
    def is_worth_keeping(self) -> bool:
        return bool(self.evidence.ids)


OwnCaseTurn = ConversationTurn[OwnCaseDraft]
