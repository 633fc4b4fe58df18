"""Which question an answer is for, when officers have asked about several cases."""

from collections.abc import Sequence
from dataclasses import replace

from domain.cases.complaint import Complaint
from handlers.access.work_list import LIST_LIMIT, own_asked
from handlers.conversations.complaint.draft import ComplaintDraft
from handlers.conversations.reporter.draft import OwnCaseDraft, OwnCaseTurn
from handlers.core.messages import EventKind, InboundEvent, Reply, Text, row_key
from handlers.engine.flow import Exit, NotUnderstood, Step, SwitchTo

NOTE_LIMIT = 2000
_QUOTED = 200
"""Characters of an officer's question that are shown beside what answers it."""


def _ask_which(turn: OwnCaseTurn) -> list[Reply]:
    cases = asked(turn)
    questions = "\n".join(f"• {case.number}: {quoted(case)}" for case in cases)
    return [
        Text(
            turn.say("own.ask_which", questions=questions),
            (
                *(turn.named_button(case.number, "which", str(case.id)) for case in cases),
                turn.button("button.another_matter", "which", "other"),
                turn.button("button.cancel", "which", "cancel"),
            ),
        )
    ]


def _parse_which(turn: OwnCaseTurn, event: InboundEvent) -> OwnCaseDraft:
    pressed = event.postback.value if event.postback else ""
    if pressed == "other":
        raise another_matter(turn.draft)
    if row_key(pressed) in [case.id for case in asked(turn)]:
        return replace(turn.draft, case=row_key(pressed))
    if event.kind is EventKind.TEXT and event.text.strip():
        return replace(turn.draft, note=joined(turn, event))
    raise NotUnderstood("complaint.press_needed")


def another_matter(draft: OwnCaseDraft) -> Exception:
    """The way out for what is about no case of theirs: with evidence it can only be a complaint."""
    if not draft.evidence.ids:
        return Exit(draft.note)
    return SwitchTo(ComplaintDraft(detail=draft.note, evidence=draft.evidence.carried()))


def asked(turn: OwnCaseTurn) -> Sequence[Complaint]:
    """The newest questions that wait for an answer, as many as there is room for buttons."""
    return own_asked(turn.uow, turn.draft.reporter)[-LIST_LIMIT:]


def quoted(case: Complaint) -> str:
    """The officer's question, cut where it is long."""
    return case.question if len(case.question) <= _QUOTED else f"{case.question[:_QUOTED]}…"


def joined(turn: OwnCaseTurn, event: InboundEvent) -> str:
    """What was said before and what is said now."""
    said = filter(None, (turn.draft.note, event.text.strip()))
    return "\n".join(said)[:NOTE_LIMIT]


STEP = Step[OwnCaseDraft](
    "which",
    lambda draft: draft.case is None,
    _ask_which,
    _parse_which,
    lambda draft: replace(draft, case=None),
)
