"""The conversation of a staff complaint: the offer after a guess, the questions, the review, the filing."""

from dataclasses import replace

from domain.cases.conduct import ReporterLink
from domain.language import staff_answers, staff_gate
from domain.language.said_aside import Said
from domain.language.staff_gate import SURE
from handlers.access import custodians
from handlers.conversations import accused, evidence_intake, staff_check
from handlers.conversations.complaint.draft import ComplaintDraft
from handlers.conversations.conduct_answers import answer_aside, filled, fresh, kept, led, read
from handlers.conversations.conduct_beside import offer_ordinary
from handlers.conversations.conduct_draft import STORY_LIMIT, ConductDraft, ConductTurn
from handlers.conversations.conduct_questions import QUESTIONS, counted, typed, with_story
from handlers.conversations.manners import continues_story
from handlers.core.messages import Card, Choice, EventKind, InboundEvent, Reply, Row, Text, Tone
from handlers.engine.conversation import begin
from handlers.engine.flow import Flow, NotUnderstood, Step, SwitchTo, TakenMedia
from handlers.engine.turn import Turn
from handlers.usecases import attachments, case_filing, conduct
from handlers.usecases.case_filing import NewComplaint
from handlers.views import conduct_card


def start(turn: Turn, story: str = "") -> list[Reply]:
    """Begin a staff complaint; returns the first question. `story`: if it was typed already."""
    return begin(turn, FLOW, staff_check.staff_complaint(turn, story[:STORY_LIMIT]))


def offer(turn: Turn, story: str) -> list[Reply]:
    """Ask whether a text that was classified as a staff complaint is meant as one; returns the question."""
    draft = staff_check.staff_complaint(turn, story[:STORY_LIMIT])
    return begin(turn, FLOW, replace(draft, offered=True))


# ------------------------------------------------------------------ the offer, after a guess
def _ask_offer(turn: ConductTurn) -> list[Reply]:
    return [
        Text(
            turn.say("conduct.offer"),
            (
                turn.button("menu.conduct", "offer", staff_check.STAFF),
                turn.button("button.ordinary", "offer", staff_check.ORDINARY),
                turn.button("button.cancel", "offer", "cancel"),
            ),
        )
    ]


def _parse_offer(turn: ConductTurn, event: InboundEvent) -> ConductDraft:
    draft, text = turn.draft, event.text.strip() if event.kind is EventKind.TEXT else ""
    match event.postback.value if event.postback else staff_check.way_chosen(turn, event):
        case "yes":
            return replace(draft, agreed=True)
        case staff_gate.Way.HIDDEN:
            return replace(draft, agreed=True, link=draft.link or ReporterLink.SEALED)
        case "no":
            hide_name = turn.uow.understood(draft.story).anonymous
            complaint_draft = ComplaintDraft(detail=draft.story, hide_name=hide_name)
            raise SwitchTo(replace(complaint_draft, evidence=draft.evidence.carried()))
    if text and continues_story(turn, text):
        # The story may have been unsent since the question, so it may be empty.
        return with_story(turn, "\n".join(filter(None, (draft.story, text))))
    raise NotUnderstood("suspicion.choose")


# ------------------------------------------------------------------ review and filing
def _ask_review(turn: ConductTurn) -> list[Reply]:
    about, story = turn.draft.about, turn.draft.story
    has_no_custodian = not custodians.custodians_for(turn.uow, about, story, turn.draft.choices)
    card = Card(
        title=turn.say("complaint.review_title"),
        alt=turn.say("conduct.review_alt"),
        heading=turn.say("complaint.review_heading"),
        tone=Tone.WAITING,
        body=story,
        rows=(
            *conduct_card.particulars(turn.translator, about),
            Row(turn.say("card.evidence"), turn.translator.full(counted(turn))),
            Row(turn.say("card.name"), turn.say(f"button.link_{about.link.value}")),
            *conduct_card.who_sees(turn.uow, turn.translator, about, story, turn.draft.choices),
        ),
        footnote=_file_warning(turn),
        buttons=(
            turn.button("button.confirm", "review", "yes"),
            turn.button("button.edit", "review", "edit"),
            turn.button("button.cancel", "review", "cancel"),
        ),
        choices=(
            turn.button("button.confirm", "review", "yes"),
            *_without_files(turn),
            turn.button("button.edit", "review", "edit"),
            turn.button("button.cancel", "review", "cancel"),
        ),
    )
    outside = [conduct_card.outside(turn.uow, turn.translator)] if has_no_custodian else []
    return led(turn, [*outside, card, *_ask_whom(turn, card.choices)])


def _ask_whom(turn: ConductTurn, choices: tuple[Choice, ...]) -> list[Reply]:
    """Return the question whom it is about, if the text leaves it open; the answer is optional.

    It is asked below the card, because the card says who will see the complaint. `choices`: the quick replies of
    the card, which LINE hides when a newer message follows.
    """
    if not accused.is_unclear(turn):
        return []
    return [Text(turn.say("conduct.ask_whom"), (*accused.buttons(turn, "review"), *choices))]


def _file_warning(turn: ConductTurn) -> str:
    """Return a warning of files that may identify the reporter; empty if the reporter is named anyway."""
    if turn.draft.link is ReporterLink.NAMED:
        return ""
    return conduct_card.warning(turn.uow, turn.translator, turn.draft.evidence.ids)


def _without_files(turn: ConductTurn) -> tuple[Choice, ...]:
    if not _file_warning(turn):
        return ()
    return (turn.button("button.without_files", "review", "without_files"),)


def _parse_review(turn: ConductTurn, event: InboundEvent) -> ConductDraft:
    if event.postback is None:
        return _typed_at_review(turn, event)
    match event.postback.value:
        case "yes":
            return _confirmed(turn)
        case "without_files":
            evidence = turn.draft.evidence
            for one in attachments.telling(turn.uow, evidence.ids):
                evidence = evidence.without(one)
            return replace(turn.draft, evidence=evidence)
        case choice if choice in accused.names(turn):
            return replace(turn.draft, choices=(choice,))
        case "edit":
            return turn.draft.asking("edit")
    raise NotUnderstood("complaint.press_needed")


def _confirmed(turn: ConductTurn) -> ConductDraft:
    if not case_filing.may_file(turn.uow, turn.user.line_user_id):
        phone = turn.uow.context.catalog.organisation.phone
        raise NotUnderstood("complaint.too_many", most=case_filing.MAX_PER_DAY, phone=phone)
    return replace(turn.draft, confirmed=True)


def _typed_at_review(turn: ConductTurn, event: InboundEvent) -> ConductDraft:
    """Return the draft after a text below the card: sent, corrected, or with more of the story."""
    said_text = event.text.strip() if event.kind is EventKind.TEXT else ""
    understood, said = read(turn, said_text)
    if said_text and (said[Said.DONE] >= SURE or understood.command == "done"):
        raise NotUnderstood("conduct.not_sent_yet")
    text = typed(turn, event, "review")
    if said[Said.AGREE] >= SURE and not understood.staff:
        return _confirmed(turn)
    answer_aside(turn, text)
    has_wish = staff_answers.name_wish(text, understood, said, asked=False) is not None
    answers = has_wish or filled(turn, text, "review") is not None
    is_beside = not continues_story(turn, text) or staff_gate.tells_nothing(text, understood, said)
    if not answers and is_beside:
        raise NotUnderstood("conduct.review_needed")
    return kept(turn, text, "review")


def _ask_edit(turn: ConductTurn) -> list[Reply]:
    parts = (turn.button(f"button.edit_{one.name}", "edit", one.name) for one in QUESTIONS)
    return [
        Text(turn.say("complaint.ask_edit"), (*parts, turn.button("button.back", "edit", "back")))
    ]


def _parse_edit(turn: ConductTurn, event: InboundEvent) -> ConductDraft:
    text = event.text.strip() if event.kind is EventKind.TEXT else ""
    what = event.postback.value if event.postback else staff_answers.part_to_change(text)
    for question in QUESTIONS:
        if question.name == what:
            return question.forget(turn.draft).without_side_question()
    if text:
        return _typed_at_review(turn, event).without_side_question()
    raise NotUnderstood("complaint.press_needed")


def _finish(turn: ConductTurn) -> list[Reply]:
    draft = turn.draft
    new = NewComplaint(
        category=conduct.category_of(turn.uow),
        detail=draft.story,
        evidence=draft.evidence,
        choices=frozenset(draft.choices),
    )
    reporter = turn.user.line_user_id
    case, code = conduct.file(turn.uow, reporter, new, draft.about, turn.draft_id)
    receipt = conduct_card.receipt(turn.uow, turn.translator, case, code)
    beside = offer_ordinary(turn, draft.story, hide_name=draft.about.link is not ReporterLink.NAMED)
    if custodians.custodians_of(turn.uow, case):
        return [receipt, *beside]
    return [conduct_card.outside(turn.uow, turn.translator), receipt, *beside]


def _on_media(turn: ConductTurn, event: InboundEvent) -> TakenMedia[ConductDraft] | None:
    if not attachments.is_evidence(event):
        return None
    sent = attachments.take(turn.uow, event, turn.draft.evidence, nameless=True)
    return evidence_intake.taken(turn, event, replace(turn.draft, evidence=sent), sent)


OFFER = Step[ConductDraft](
    "offer",
    lambda draft: draft.offered and not draft.agreed,
    _ask_offer,
    fresh(_parse_offer),
    lambda draft: replace(draft, agreed=False),
)
EDIT = Step[ConductDraft]("edit", lambda _draft: False, _ask_edit, fresh(_parse_edit))
REVIEW = Step[ConductDraft](
    "review", lambda draft: not draft.confirmed, _ask_review, fresh(_parse_review)
)
STEPS = (OFFER, *QUESTIONS, EDIT, REVIEW)
FLOW = Flow(ConductDraft, lambda _turn: STEPS, _finish, _on_media)
