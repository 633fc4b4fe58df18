"""Which question an answer is for, when officers have asked about several cases."""

from collections.abc import Sequence

from domain.cases.complaint import Complaint
from handlers.core.messages import Incoming, Kind, Reply, Text, row_key
from handlers.engine.conversation import Draft, Leave, NotUnderstood, Step, Talk
from handlers.usecases import attachments, complaints

NOTE_LIMIT = 2000
_QUOTED = 200
"""Characters of an officer's question that are shown beside what answers it."""


def _ask_which(talk: Talk) -> list[Reply]:
    cases = asked(talk)
    questions = "\n".join(f"• {case.number}: {quoted(case)}" for case in cases)
    return [
        Text(
            talk.say("own.ask_which", questions=questions),
            (
                *(talk.named_button(case.number, "which", str(case.id)) for case in cases),
                talk.button("button.another_matter", "which", "other"),
                talk.button("button.cancel", "which", "cancel"),
            ),
        )
    ]


def _hear_which(talk: Talk, incoming: Incoming) -> Draft:
    pressed = incoming.press.value if incoming.press else ""
    if pressed == "other":
        raise Leave(talk.draft.get("note", ""), attachments.carried(talk.draft))
    if row_key(pressed) in [case.id for case in asked(talk)]:
        return {**talk.draft, "case": row_key(pressed)}
    if incoming.kind is Kind.TEXT and incoming.text.strip():
        return {**talk.draft, "note": joined(talk, incoming)}
    raise NotUnderstood("complaint.press_needed")


def asked(talk: Talk) -> Sequence[Complaint]:
    """The newest questions that wait for an answer, as many as there is room for buttons."""
    return talk.desk.tx.complaints.asked_of(talk.draft["reporter"])[-complaints.LIST_LIMIT :]


def quoted(case: Complaint) -> str:
    """The officer's question, cut where it is long."""
    return case.question if len(case.question) <= _QUOTED else f"{case.question[:_QUOTED]}…"


def joined(talk: Talk, incoming: Incoming) -> str:
    """What was said before and what is said now."""
    said = filter(None, (talk.draft.get("note"), incoming.text.strip()))
    return "\n".join(said)[:NOTE_LIMIT]


STEP = Step("which", ("case",), lambda draft: "case" not in draft, _ask_which, _hear_which)
