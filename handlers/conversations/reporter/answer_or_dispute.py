"""What a resident says of their own case: an answer, more of it, "not fixed", taking it back.

Draft: case (id; missing while nobody said which question is answered), reporter (as whom), action, note,
evidence (ids) and its owner, reason (of "not fixed"), confirmed.
"""

from collections.abc import Sequence

from domain.cases.complaint import Complaint, Status
from domain.cases.lifecycle import Action
from domain.errors import Refused
from handlers.access import restricted as keepers
from handlers.conversations import rating
from handlers.conversations.reporter import which_case
from handlers.core.messages import Choice, Incoming, Kind, Press, Reply, Text, row_key
from handlers.engine.conversation import (
    PARKED,
    Divert,
    Draft,
    Flow,
    Leave,
    NotUnderstood,
    Step,
    Talk,
    begin,
)
from handlers.engine.refusal_text import refusal_text
from handlers.usecases import attachments, complaints, conduct
from handlers.views import attachment_view, conduct_card
from storage.cases.attachments import Attachment

NAME = "own"
ADDING = frozenset({Action.ANSWER, Action.ADD})
NOT_FIXED = ("same", "partly", "elsewhere", "worse")
"""Why a closing is disputed; words may be typed instead."""


def open_press(talk: Talk, press: Press) -> list[Reply]:
    """A button under one's own case."""
    case, reporter = _pressed(talk, press.value)
    match press.step:
        case Action.CONFIRM:
            complaints.hear(talk.desk, reporter, case.id, Action.CONFIRM)
            thanks = Text(talk.say("own.confirmed", number=case.number))
            return [thanks] if case.restricted else [thanks, *rating.start_with_case(talk, case.id)]
        case Action.ANSWER | Action.ADD | Action.DISPUTE | Action.WITHDRAW:
            return start(talk, case, Action(press.step), reporter=reporter)
    raise Refused("not_found")


def start(
    talk: Talk, case: Complaint, action: Action, note: str = "", *, reporter: str = ""
) -> list[Reply]:
    """Begin to say something of a case; `note`: what has been typed already.

    `reporter`: as whom, where that is not the speaker's account but whoever holds the receipt code.
    """
    if action is Action.ANSWER and case.status is not Status.ASKED:
        raise Refused("nothing_asked")
    if action is not Action.DISPUTE and not case.is_open:
        raise Refused("case_is_over")
    if action is Action.DISPUTE and case.status is not Status.CLOSED:
        raise Refused("not_closed_yet")
    speaker = reporter or talk.speaker.line_user_id
    known = {"case": case.id, "action": action.value, "reporter": speaker}
    return begin(talk, FLOW, {**known, "note": note[: which_case.NOTE_LIMIT]} if note else known)


def start_answer(talk: Talk, asked: Sequence[Complaint], note: str = "") -> list[Reply]:
    """Begin to answer an open question; of several its reporter says which, for only they can know."""
    if len(asked) == 1:
        return start(talk, asked[0], Action.ANSWER, note)
    known = {"action": Action.ANSWER.value, "reporter": talk.speaker.line_user_id}
    return begin(talk, FLOW, {**known, "note": note[: which_case.NOTE_LIMIT]} if note else known)


def is_moot(talk: Talk) -> bool:
    """Whether what was being added has lost its case meanwhile: it is over, and takes no more."""
    if "case" not in talk.draft:
        return not which_case.asked(talk)
    return talk.draft["action"] != Action.DISPUTE and not _case(talk).is_open


def _ask_note(talk: Talk) -> list[Reply]:
    case = _case(talk)
    action = talk.draft["action"]
    chips = _chips(talk)
    question = talk.say(f"own.ask_{action}", number=case.number, question=case.question)
    return [Text(question, (*chips, talk.button("button.cancel", "note", "cancel")))]


def _chips(talk: Talk) -> tuple[Choice, ...]:
    if talk.draft["action"] != Action.DISPUTE:
        return ()
    return tuple(talk.button(f"button.not_fixed_{why}", "note", why) for why in NOT_FIXED)


def _hear_note(talk: Talk, incoming: Incoming) -> Draft:
    if incoming.press is not None and incoming.press.value in NOT_FIXED:
        return {**talk.draft, "note": talk.say(f"button.not_fixed_{incoming.press.value}")}
    if incoming.kind is not Kind.TEXT or not incoming.text.strip():
        raise NotUnderstood("own.note_needed")
    return {**talk.draft, "note": incoming.text.strip()[: which_case.NOTE_LIMIT]}


def _ask_check(talk: Talk) -> list[Reply]:
    case = _case(talk)
    action = talk.draft["action"]
    sent = talk.desk.tx.attachments.get_many(talk.draft.get("evidence", ()))
    if action in ADDING and not case.is_open:
        return [_ask_anew(talk, case, sent)]
    edit = () if action == Action.WITHDRAW else (talk.button("button.edit", "check", "edit"),)
    adds = action in ADDING
    other = (talk.button("button.another_matter", "check", "other"),) if adds else ()
    # What was sent without a word is an answer too.
    is_alone = action == Action.DISPUTE or (adds and sent and not talk.draft.get("note"))
    return [
        Text(
            _who_goes(talk, case)
            + talk.say(
                f"own.alone_{action}" if is_alone else f"own.check_{action}",
                number=case.number,
                question=which_case.quoted(case),
                note=talk.draft.get("note", ""),
                evidence=attachment_view.counted(talk.desk.office.words, sent),
            ),
            (
                *_chips(talk),
                talk.button("button.confirm", "check", "yes"),
                *edit,
                *other,
                talk.button("button.cancel", "check", "cancel"),
            ),
        )
    ]


def _who_goes(talk: Talk, case: Complaint) -> str:
    """Who keeps a case about staff once these words are sent, if they accuse its keeper; else nothing."""
    if not case.restricted:
        return ""
    desk, note = talk.desk, talk.draft.get("note", "")
    after = keepers.keepers_of(desk, case, note)
    if after == keepers.keepers_of(desk, case):
        return ""
    keeper = keepers.posts(desk, after) or desk.office.words.both("conduct.nobody")
    return f"{talk.say('own.keeper_changes', keeper=keeper)}\n\n"


def _ask_anew(talk: Talk, case: Complaint, sent: Sequence[Attachment]) -> Text:
    """The case is over and takes no more: what was said to it is kept, and may be a case of its own."""
    return Text(
        talk.say(
            "own.over",
            number=case.number,
            note=talk.draft.get("note", "-"),
            evidence=attachment_view.counted(talk.desk.office.words, sent),
        ),
        (
            talk.button("button.another_matter", "check", "other"),
            talk.button("button.cancel", "check", "cancel"),
        ),
    )


def _hear_check(talk: Talk, incoming: Incoming) -> Draft:
    match incoming.press.value if incoming.press else "":
        case "yes":
            return {**talk.draft, "confirmed": True}
        case "edit":
            forgotten = "note" if talk.draft.get("note") else attachments.EVIDENCE
            return {key: value for key, value in talk.draft.items() if key != forgotten}
        case "other" if _case(talk).restricted and not _case(talk).is_open:
            story = talk.draft.get("note", "")
            raise Divert("conduct", story=story, **attachments.carried(talk.draft))
        case "other":
            raise Leave(talk.draft.get("note", ""), attachments.carried(talk.draft))
        case _ if incoming.kind is Kind.TEXT and incoming.text.strip():
            return {**talk.draft, "note": which_case.joined(talk, incoming)}
    raise NotUnderstood("complaint.press_needed")


def _finish(talk: Talk) -> list[Reply]:
    action = Action(talk.draft["action"])
    try:
        return _heard(talk, action)
    except Refused as refusal:
        if action not in ADDING or refusal.key not in {"nothing_asked", "case_is_over"}:
            return [Text(refusal_text(talk, refusal))]
    if _case(talk).is_open:
        # The officer went on without the answer; it is worth as much to them.
        return _heard(talk, Action.ADD)
    unsent = {key: value for key, value in talk.draft.items() if key not in {"confirmed", PARKED}}
    return begin(talk, FLOW, unsent)


def _heard(talk: Talk, action: Action) -> list[Reply]:
    case = complaints.hear(
        talk.desk,
        talk.draft["reporter"],
        talk.draft["case"],
        action,
        note=talk.draft.get("note") or _in_words(talk),
        evidence=attachments.sent(talk.draft),
    )
    if talk.draft["reporter"] != talk.speaker.line_user_id:
        # Said by a receipt code: nothing may tell whose words they are.
        talk.desk.tx.statements.forget_sender(talk.speaker.line_user_id)
    if case.restricted and case.is_open and not keepers.keepers_of(talk.desk, case):
        waits = Text(talk.say("own.done_waits", number=case.number))
        return [conduct_card.outside(talk.desk, talk.voice), waits]
    if case.restricted and action is Action.DISPUTE:
        return [Text(talk.say("own.done_dispute_kept", number=case.number))]
    return [Text(talk.say(f"own.done_{action.value}", number=case.number))]


def _absorb(talk: Talk, incoming: Incoming) -> Draft | None:
    if not attachments.is_evidence(incoming):
        return None
    nameless = "case" not in talk.draft or _case(talk).restricted
    return attachments.take(talk.desk, incoming, talk.draft, nameless=nameless)


def _case(talk: Talk) -> Complaint:
    return complaints.own(talk.desk, talk.draft["reporter"], talk.draft["case"])


def _pressed(talk: Talk, value: str) -> tuple[Complaint, str]:
    """The case a button is about, named by its id or by a receipt code, and as whom it was pressed."""
    code = conduct.read_code(value)
    if code:
        case = conduct.by_code(talk.desk, code)
        return case, case.reporter
    speaker = talk.speaker.line_user_id
    return complaints.own(talk.desk, speaker, row_key(value)), speaker


def _in_words(talk: Talk) -> str:
    """What stands in the case for evidence that came without a word; empty for no evidence."""
    sent = talk.desk.tx.attachments.get_many(talk.draft.get("evidence", ()))
    return attachment_view.counted(talk.desk.office.words, sent).th if sent else ""


def _needs_note(draft: Draft) -> bool:
    return draft["action"] != Action.WITHDRAW and not (draft.get("note") or draft.get("evidence"))


def _needs_check(draft: Draft) -> bool:
    # Why it is not fixed is said at once; of photos more may come, and the reason.
    is_told = draft["action"] == Action.DISPUTE and draft.get("note")
    return not (is_told or draft.get("confirmed"))


FLOW = Flow(
    NAME,
    (
        which_case.STEP,
        Step("note", ("note",), _needs_note, _ask_note, _hear_note),
        Step("check", ("confirmed",), _needs_check, _ask_check, _hear_check),
    ),
    _finish,
    _absorb,
)
