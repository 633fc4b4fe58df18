"""What is known of something a resident is saying of their own case."""

from dataclasses import dataclass

from domain.cases.lifecycle import Action
from handlers.engine.draft import NO_EVIDENCE, Draft, Evidence, typed_text
from handlers.engine.turn import ConversationTurn

NAME = "own"
ADDING = frozenset({Action.ANSWER, Action.ADD})


@dataclass(frozen=True)
class OwnCaseDraft(Draft, flow=NAME):
    """`reporter`: as whom it is said. `case`: its id; None while nobody said which question is answered."""

    action: Action
    reporter: str
    case: int | None = None
    note: str = typed_text()
    evidence: Evidence = NO_EVIDENCE
    confirmed: bool = False

    @property
    def is_worth_keeping(self) -> bool:
        return bool(self.evidence.ids)


OwnCaseTurn = ConversationTurn[OwnCaseDraft]
