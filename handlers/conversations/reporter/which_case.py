"""The step that asks which officer's question an answer is for, if there are questions about several cases."""

from collections.abc import Sequence
from dataclasses import replace

from domain.cases.complaint import Complaint
from domain.language.labels import bare
from domain.language.topic_choice import is_bare_number
from handlers.access import reading
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.access.work_list import LIST_LIMIT, own_asked
from handlers.conversations.complaint.draft import ComplaintDraft
from handlers.conversations.reporter.draft import OwnCaseDraft, OwnCaseTurn
from handlers.core.messages import EventKind, InboundEvent, Reply, Text, row_key
from handlers.engine.flow import Exit, NotUnderstood, Step, SwitchTo
from handlers.engine.turn import Turn
from handlers.usecases import suspicion

NOTE_LIMIT = 2000
_QUOTED = 200
"""Characters of an officer's question that are shown with the answer."""


def _ask_which(turn: OwnCaseTurn) -> list[Reply]:
    cases = asked(turn)
    questions = "\n".join(f"• {case.number}: {quoted(case)}" for case in cases)
    return [
        Text(
            turn.say("own.ask_which", questions=questions),
            (
                *turn.named_buttons("which", {str(case.id): case.number for case in cases}),
                *turn.buttons(
                    "which", {"other": "button.another_matter", "cancel": "button.cancel"}
                ),
            ),
        )
    ]


def _parse_which(turn: OwnCaseTurn, event: InboundEvent) -> OwnCaseDraft:
    pressed = event.postback.value if event.postback else ""
    if pressed == "other":
        raise another_matter(turn.draft)
    if row_key(pressed) in [case.id for case in asked(turn)]:
        # The question whether the note accuses staff depends on the case that would get it.
        suspected = any(
            may_leave_by(Outlet.ORDINARY_CASE, case)
            and suspicion.may_accuse(turn.uow, case, turn.draft.note)
            for case in asked(turn)
            if case.id == row_key(pressed)
        )
        return replace(turn.draft, case=row_key(pressed), suspected=suspected)
    if is_story(turn, event):
        return replace(turn.draft, note=joined(turn, event))
    raise NotUnderstood("complaint.press_needed")


def is_story(turn: Turn, event: InboundEvent) -> bool:
    """Whether an event is a text that says more than a lone command or label."""
    is_text = event.kind is EventKind.TEXT and bool(event.text.strip())
    return is_text and not is_command(turn, event)


def is_command(turn: Turn, event: InboundEvent) -> bool:
    """Whether an event is a lone command such as "confirm", or a number such as "1-2"; no score in words is."""
    command = turn.uow.understood(event.text).command or ""
    is_score = command.startswith("score_") and any(map(str.isalpha, bare(event.text)))
    return is_bare_number(event.text) or (bool(command) and not is_score)


def another_matter(draft: OwnCaseDraft) -> Exception:
    """Return the exception to raise for a message about something else: Exit, or with evidence a new complaint."""
    if not draft.evidence.ids:
        return Exit(draft.note)
    return SwitchTo(ComplaintDraft(detail=draft.note, evidence=draft.evidence.carried()))


def asked(turn: OwnCaseTurn) -> Sequence[Complaint]:
    """Return the newest cases with an unanswered officer's question, at most LIST_LIMIT, for one button each."""
    return own_asked(turn.uow, turn.draft.reporter)[-LIST_LIMIT:]


def quoted(case: Complaint) -> str:
    """Return the officer's question, cut to _QUOTED characters."""
    question = reading.by_reporter(case).question
    return question if len(question) <= _QUOTED else f"{question[:_QUOTED]}…"


def joined(turn: OwnCaseTurn, event: InboundEvent) -> str:
    """Return the note so far and the text of this event on the next line, cut to NOTE_LIMIT."""
    texts = filter(None, (turn.draft.note, event.text.strip()))
    return "\n".join(texts)[:NOTE_LIMIT]


STEP = Step[OwnCaseDraft](
    "which",
    lambda draft: draft.case is None and not draft.by_code,
    _ask_which,
    _parse_which,
    lambda draft: replace(draft, case=None),
)
