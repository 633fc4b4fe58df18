"""Which question an answer is for, when officers have asked about several cases."""

from collections.abc import Sequence

from domain.cases.complaint import Complaint
from handlers.access.work_list import LIST_LIMIT, own_asked
from handlers.core.messages import EventKind, InboundEvent, Reply, Text, row_key
from handlers.engine.conversation import Draft, Exit, NotUnderstood, Step, Turn
from handlers.usecases import attachments

NOTE_LIMIT = 2000
_QUOTED = 200
"""Characters of an officer's question that are shown beside what answers it."""


def _ask_which(turn: Turn) -> list[Reply]:
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


def _parse_which(turn: Turn, event: InboundEvent) -> Draft:
    pressed = event.postback.value if event.postback else ""
    if pressed == "other":
        raise Exit(turn.draft.get("note", ""), attachments.carried(turn.draft))
    if row_key(pressed) in [case.id for case in asked(turn)]:
        return {**turn.draft, "case": row_key(pressed)}
    if event.kind is EventKind.TEXT and event.text.strip():
        return {**turn.draft, "note": joined(turn, event)}
    raise NotUnderstood("complaint.press_needed")


def asked(turn: Turn) -> Sequence[Complaint]:
    """The newest questions that wait for an answer, as many as there is room for buttons."""
    return own_asked(turn.uow, turn.draft["reporter"])[-LIST_LIMIT:]


def quoted(case: Complaint) -> str:
    """The officer's question, cut where it is long."""
    return case.question if len(case.question) <= _QUOTED else f"{case.question[:_QUOTED]}…"


def joined(turn: Turn, event: InboundEvent) -> str:
    """What was said before and what is said now."""
    said = filter(None, (turn.draft.get("note"), event.text.strip()))
    return "\n".join(said)[:NOTE_LIMIT]


STEP = Step("which", ("case",), lambda draft: "case" not in draft, _ask_which, _parse_which)
