"""The draft of a complaint."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.cases.complaint import Place
from handlers.engine.draft import NO_EVIDENCE, Draft, Evidence, typed_text
from handlers.engine.turn import ConversationTurn

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = "complaint"
_NOWHERE = Place()


@dataclass(frozen=True)
class ComplaintDraft(Draft, flow=NAME):
    """`category`: its key, empty before one is chosen. `all_topics`: the other categories are shown.

    `refused`: the writer said that it is no complaint. `newer`: messages after coming back to an old draft, until
    the writer says whether they belong to it. `reminded`: the writer was reminded of this draft. `also`: the next
    of several problems reported at once, each with its detail and category. `one_by_one`: each of them is
    confirmed separately. `nudged`: the writer was asked once for the story. `is_pin_far`: the location is far
    from the office, and the writer has not confirmed it yet. `answers`: id of the case with an officer's question
    that the story may answer instead. `suspected`: the writer must say whether the story is about staff.
    `ordinary`: the fingerprint of the story that they declared not to be about staff. `point`: id of the QR point
    at which it began. `more_told`: the text before the question about the topic was added to the story.
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
    also: "ComplaintDraft | None" = None
    one_by_one: bool = False
    nudged: bool = False
    is_pin_far: bool = False
    answers: int | None = None
    point: int | None = None
    more_told: bool = False

    @property
    def is_worth_keeping(self) -> bool:
        return bool(self.detail or self.evidence.ids)

    def as_asked_again(self) -> "ComplaintDraft":
        return replace(self, more_told=False)

    @property
    def parts(self) -> "tuple[ComplaintDraft, ...]":
        """The draft itself and the further problems reported with it."""
        return (self, *(self.also.parts if self.also else ()))

    def with_parts(self, parts: "Sequence[ComplaintDraft]") -> "ComplaintDraft":
        """Return the draft with the stories and topics of these problems, at least one."""
        following: ComplaintDraft | None = None
        for part in reversed(parts[1:]):
            following = replace(part, also=following)
        return replace(self, detail=parts[0].detail, category=parts[0].category, also=following)

    @property
    def has_place(self) -> bool:
        return self.place != _NOWHERE


ComplaintTurn = ConversationTurn[ComplaintDraft]
