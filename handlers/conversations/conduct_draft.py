"""The draft of a staff complaint."""

from dataclasses import dataclass, replace

from domain.cases.conduct import Conduct, ReporterLink
from handlers.engine.draft import NO_EVIDENCE, Draft, Evidence, typed_text
from handlers.engine.turn import ConversationTurn

NAME = "conduct"
STORY_LIMIT = 5000
ANSWER_LIMIT = 300


@dataclass(frozen=True)
class ConductDraft(Draft, flow=NAME):
    """A field that is None is not answered yet. `proof`: the evidence as text, may be empty.

    `choices`: the buttons that say whom it is about, see domain.cases.question. `departments`: keys of departments
    in a draft of the previous release, which had no choices. `offered`: the bot guessed that the story is about
    staff. `agreed`: the writer has confirmed the guess. `denied`: whoever the story names is not meant, or not
    alone. `begun`: the story is only what was typed at another question, and tells too little. `notice`: the word
    key of what became of the last text. `missed`: the step that the last text did not answer.
    """

    story: str = typed_text()
    who: str | None = typed_text(None)
    departments: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    when: str | None = typed_text(None)
    proof: str | None = typed_text(None)
    evidence: Evidence = NO_EVIDENCE
    link: ReporterLink | None = None
    offered: bool = False
    agreed: bool = False
    confirmed: bool = False
    denied: bool = False
    begun: bool = False
    notice: str = ""
    missed: str = ""

    def as_asked_again(self) -> "ConductDraft":
        return replace(self, notice="")

    @property
    def is_worth_keeping(self) -> bool:
        return bool(self.story or self.evidence.ids)

    @property
    def about(self) -> Conduct:
        """The details of the complaint. Use it only after `link` is answered."""
        assert self.link is not None
        return Conduct(
            self.link,
            who=self.who or "",
            departments=(*self.departments, *_units(self.choices)),
            when=self.when or "",
            evidence=self.proof or "",
        )


ConductTurn = ConversationTurn[ConductDraft]


def _units(choices: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key for kind, _, key in (one.partition(":") for one in choices) if kind == "unit")
