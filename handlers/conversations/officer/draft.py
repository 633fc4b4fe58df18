"""The draft of an officer's action."""

from dataclasses import dataclass
from datetime import date

from domain.cases.complaint import WaitingFor
from domain.cases.lifecycle import Action
from handlers.engine.draft import NO_EVIDENCE, Draft, Evidence, typed_text
from handlers.engine.turn import ConversationTurn

NAME = "act"


@dataclass(frozen=True)
class OfficerActionDraft(Draft, flow=NAME):
    """`case`: its id. `destination`: an officer's id, or the key of a department or an agency.

    `is_typed`: the destination was typed and not pressed. `review`: the review date of a waiting case.
    `offered`: what was typed at the check instead of a press; it replaces the note only if its writer says so.
    `photos`: taken after the work. `reason`: why there is no photo. `result`: the text at the end, which says what
    was done or why it was refused.
    """

    case: int
    action: Action
    destination: str = ""
    is_typed: bool = False
    waiting_for: WaitingFor | None = None
    review: date | None = None
    note: str = typed_text()
    offered: str = typed_text()
    photos: Evidence = NO_EVIDENCE
    reason: str = ""
    confirmed: bool = False
    result: str = ""


OfficerTurn = ConversationTurn[OfficerActionDraft]
