"""Answering an officer's question about one's own case.

Draft: case (id), note, photos (ids), confirmed.
"""

from domain.complaint import Status
from domain.errors import Refused
from handlers import complaints, photos
from handlers.dialogue import Incoming, Kind, Reply, Text
from handlers.flow import Draft, Flow, Leave, NotUnderstood, Step, Talk, begin

NAME = "answer"
NOTE_LIMIT = 2000


def start_with_case(talk: Talk, case_id: int, note: str = "") -> list[Reply]:
    """From the button under a question, or from words typed while a question is open."""
    case = complaints.own(talk.desk, talk.speaker.line_user_id, case_id)
    if case.status is not Status.ASKED:
        raise Refused("nothing_asked")
    return begin(talk, FLOW, {"case": case.id, "note": note} if note else {"case": case.id})


def _ask_note(talk: Talk) -> list[Reply]:
    case = complaints.own(talk.desk, talk.speaker.line_user_id, talk.draft["case"])
    return [
        Text(
            talk.say("answer.ask_note", number=case.number, question=case.question),
            (talk.button("button.cancel", "note", "cancel"),),
        )
    ]


def _hear_note(talk: Talk, incoming: Incoming) -> Draft:
    if incoming.kind is not Kind.TEXT or not incoming.text.strip():
        raise NotUnderstood("answer.note_needed")
    return {**talk.draft, "note": incoming.text.strip()[:NOTE_LIMIT]}


def _ask_check(talk: Talk) -> list[Reply]:
    case = complaints.own(talk.desk, talk.speaker.line_user_id, talk.draft["case"])
    return [
        Text(
            talk.say(
                "answer.check",
                number=case.number,
                note=talk.draft["note"],
                photos=len(talk.draft.get("photos", ())),
            ),
            (
                talk.button("button.confirm", "check", "yes"),
                talk.button("button.edit", "check", "edit"),
                talk.button("button.another_matter", "check", "other"),
                talk.button("button.cancel", "check", "cancel"),
            ),
        )
    ]


def _hear_check(talk: Talk, incoming: Incoming) -> Draft:
    match incoming.press.value if incoming.press else "":
        case "yes":
            return {**talk.draft, "confirmed": True}
        case "edit":
            return {key: value for key, value in talk.draft.items() if key != "note"}
        case "other":
            raise Leave(talk.draft["note"])
        case _ if incoming.kind is Kind.TEXT and incoming.text.strip():
            note = f"{talk.draft['note']}\n{incoming.text.strip()}"
            return {**talk.draft, "note": note[:NOTE_LIMIT]}
    raise NotUnderstood("complaint.press_needed")


def _finish(talk: Talk) -> list[Reply]:
    try:
        case = complaints.answer(
            talk.desk,
            talk.speaker.line_user_id,
            talk.draft["case"],
            talk.draft["note"],
            tuple(talk.draft.get("photos", ())),
        )
    except Refused as refusal:
        return [Text(talk.say(f"refusals.{refusal.key}"))]
    return [Text(talk.say("answer.sent", number=case.number))]


def _absorb(talk: Talk, incoming: Incoming) -> Draft | None:
    if incoming.kind is not Kind.PHOTO:
        return None
    kept = [*talk.draft.get("photos", ()), photos.want(talk.desk, incoming)]
    return {**talk.draft, "photos": kept}


FLOW = Flow(
    NAME,
    (
        Step("note", ("note",), lambda draft: not draft.get("note"), _ask_note, _hear_note),
        Step(
            "check",
            ("confirmed",),
            lambda draft: not draft.get("confirmed"),
            _ask_check,
            _hear_check,
        ),
    ),
    _finish,
    _absorb,
)
