"""The draft of a complaint."""

from dataclasses import dataclass

from domain.cases.complaint import Place
from handlers.engine.draft import NO_EVIDENCE, Draft, Evidence, typed_text
from handlers.engine.turn import ConversationTurn

NAME = "complaint"
_NOWHERE = Place()


@dataclass(frozen=True)
class ComplaintDraft(Draft, flow=NAME):
    """`category`: its key, empty before one is chosen. `all_topics`: the other categories are shown.

    `refused`: the writer said that it is no complaint. `newer`: messages after coming back to an old draft, until
    the writer says whether they belong to it. `reminded`: the writer was reminded of this draft. `suspected`: the
    writer must say whether the story is about staff. `ordinary`: the fingerprint of the story that they declared
    not to be.
    """

    detail: str = typed_text()
    category: str = ""
    evidence: Evidence = NO_EVIDENCE
    place: Place = _NOWHERE
    hide_name: bool = False
    all_topics: bool = False
    refused: bool = False
    confirmed: bool = False
    newer: "ComplaintDraft | None" = None
    reminded: bool = False
    suspected: bool = False
    ordinary: str = ""

    @property
    def is_worth_keeping(self) -> bool:
        return bool(self.detail or self.evidence.ids)

    @property
    def has_place(self) -> bool:
        return self.place != _NOWHERE


ComplaintTurn = ConversationTurn[ComplaintDraft]
