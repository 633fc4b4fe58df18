"""The conversation of a staff complaint: person, time, story, evidence, and the link to the reporter."""

from dataclasses import replace
from datetime import timedelta

from domain.cases.conduct import ReporterLink
from domain.cases.matcher import UNKNOWN
from domain.language.acts import Accusation, Act
from handlers.access import custodians
from handlers.conversations import accused, evidence_intake, staff_check
from handlers.conversations.complaint.draft import ComplaintDraft
from handlers.conversations.conduct_draft import ConductDraft, ConductTurn
from handlers.conversations.manners import continues_story
from handlers.core import dates
from handlers.core.i18n import Bilingual
from handlers.core.messages import Card, Choice, EventKind, InboundEvent, Reply, Row, Text, Tone
from handlers.engine.conversation import begin
from handlers.engine.flow import Flow, NotUnderstood, Step, SwitchTo, TakenMedia
from handlers.engine.turn import Turn
from handlers.usecases import attachments, case_filing, conduct
from handlers.usecases.case_filing import NewComplaint
from handlers.views import attachment_view, conduct_card

STORY_LIMIT = 5000
ANSWER_LIMIT = 300
QUESTION_LIMIT = 60
"""Maximum characters of a question about the complaint itself; a longer one tells something."""
WORDS_OF_STORY = 50
"""Minimum characters of a story that is more than the wish to complain."""
DAYS = ("today", "yesterday")
NOT_KNOWN = frozenset({"unknown", "skip", "no"})
"""Keys of domain/data/commands.toml that mean that the person or the time is not known."""
NO_MORE_PROOF = frozenset({"skip", "no", "done"})


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
                turn.button("menu.conduct", "offer", "yes"),
                turn.button("button.ordinary", "offer", "no"),
                turn.button("button.cancel", "offer", "cancel"),
            ),
        )
    ]


def _parse_offer(turn: ConductTurn, event: InboundEvent) -> ConductDraft:
    match event.postback.value if event.postback else "":
        case "yes":
            return replace(turn.draft, agreed=True)
        case "no":
            draft = turn.draft
            hide_name = turn.uow.understood(draft.story).anonymous
            complaint_draft = ComplaintDraft(detail=draft.story, hide_name=hide_name)
            raise SwitchTo(replace(complaint_draft, evidence=draft.evidence.carried()))
        case _ if _asks_about_it(turn, event):
            raise NotUnderstood("conduct.who_sees")
        case _ if event.kind is EventKind.TEXT and continues_story(turn, event.text.strip()):
            # The story may have been unsent since the question, so it may be empty.
            texts = filter(None, (turn.draft.story, event.text.strip()))
            return _with_story(turn, "\n".join(texts))
    raise NotUnderstood("complaint.press_needed")


def _asks_about_it(turn: ConductTurn, event: InboundEvent) -> bool:
    """Whether a text asks what happens to the complaint, such as "will they know?", and tells nothing."""
    if event.kind is not EventKind.TEXT or len(event.text) > QUESTION_LIMIT:
        return False
    understood = turn.uow.understood(event.text)
    return understood.act is Act.QUESTION and understood.accusation is not Accusation.LIKELY


# ------------------------------------------------------------------ the questions
def _ask_who(turn: ConductTurn) -> list[Reply]:
    cancel = turn.button("button.cancel", "who", "cancel")
    return [Text(turn.say("conduct.ask_who"), (*accused.buttons(turn, "who"), cancel))]


def _parse_who(turn: ConductTurn, event: InboundEvent) -> ConductDraft:
    pressed = event.postback.value if event.postback else ""
    names = accused.names(turn)
    if pressed in names:
        return replace(turn.draft, who=names[pressed], choices=(pressed,))
    if not pressed and _command(turn, event) in NOT_KNOWN:
        return replace(turn.draft, who=names[UNKNOWN], choices=(UNKNOWN,))
    return replace(turn.draft, who=_typed(turn, event, "who")[:ANSWER_LIMIT], choices=())


def _ask_when(turn: ConductTurn) -> list[Reply]:
    days = (turn.button(f"button.{day}", "when", day) for day in DAYS)
    return [
        Text(
            turn.say("conduct.ask_when"),
            (
                *days,
                turn.button("button.unknown", "when", "unknown"),
                turn.button("button.back", "when", "back"),
                turn.button("button.cancel", "when", "cancel"),
            ),
        )
    ]


def _parse_when(turn: ConductTurn, event: InboundEvent) -> ConductDraft:
    pressed = event.postback.value if event.postback else ""
    if pressed == "unknown" or (not pressed and _command(turn, event) in NOT_KNOWN):
        return replace(turn.draft, when=turn.label("button.unknown"))
    if pressed in DAYS:
        # The date is stored, because "today" would mean another day tomorrow.
        day = dates.day(turn.uow.now - timedelta(days=DAYS.index(pressed)))
        return replace(turn.draft, when=turn.name(day))
    return replace(turn.draft, when=_typed(turn, event, "when")[:ANSWER_LIMIT])


def _ask_story(turn: ConductTurn) -> list[Reply]:
    return [Text(turn.say("conduct.ask_story"), _back_and_cancel(turn, "story"))]


def _parse_story(turn: ConductTurn, event: InboundEvent) -> ConductDraft:
    return _with_story(turn, _typed(turn, event, "story"))


def _ask_proof(turn: ConductTurn) -> list[Reply]:
    sent = turn.draft.evidence.ids
    key = "conduct.ask_more_proof" if sent else "conduct.ask_proof"
    enough = turn.button("button.enough" if sent else "button.no_proof", "proof", "enough")
    return [
        Text(turn.say(key, sent=_counted(turn)), (enough, *_back_and_cancel(turn, "proof"))),
    ]


def _parse_proof(turn: ConductTurn, event: InboundEvent) -> ConductDraft:
    pressed = event.postback.value if event.postback else ""
    if pressed == "enough" or (not pressed and _command(turn, event) in NO_MORE_PROOF):
        return replace(turn.draft, proof="")
    typed = _typed(turn, event, "proof")
    if len(turn.draft.story) < WORDS_OF_STORY and staff_check.may_accuse(turn, typed):
        # Only the wish to complain was told before: this is the story.
        return _with_story(turn, f"{turn.draft.story}\n{typed}")
    return replace(turn.draft, proof=typed[:ANSWER_LIMIT])


def _ask_link(turn: ConductTurn) -> list[Reply]:
    links = (turn.button(f"button.link_{link.value}", "link", link.value) for link in ReporterLink)
    return [Text(turn.say("conduct.ask_link"), (*links, *_back_and_cancel(turn, "link")))]


def _parse_link(turn: ConductTurn, event: InboundEvent) -> ConductDraft:
    if event.postback is None or event.postback.value not in set(ReporterLink):
        raise NotUnderstood("complaint.press_needed")
    return replace(turn.draft, link=ReporterLink(event.postback.value))


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
            Row(turn.say("card.evidence"), turn.translator.full(_counted(turn))),
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
    return [*outside, card, *_ask_whom(turn, card.choices)]


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
        more = _typed(turn, event, "story")
        if not continues_story(turn, more):
            raise NotUnderstood("complaint.press_needed")
        return _with_story(turn, f"{turn.draft.story}\n{more}")
    if event.postback.value == "yes":
        if not case_filing.may_file(turn.uow, turn.user.line_user_id):
            phone = turn.uow.context.catalog.organisation.phone
            raise NotUnderstood("complaint.too_many", most=case_filing.MAX_PER_DAY, phone=phone)
        return replace(turn.draft, confirmed=True)
    if event.postback.value == "without_files":
        evidence = turn.draft.evidence
        for one in attachments.telling(turn.uow, evidence.ids):
            evidence = evidence.without(one)
        return replace(turn.draft, evidence=evidence)
    if event.postback.value in accused.names(turn):
        return replace(turn.draft, choices=(event.postback.value,))
    if event.postback.value == "edit":
        return turn.draft.asking("edit")
    raise NotUnderstood("complaint.press_needed")


def _ask_edit(turn: ConductTurn) -> list[Reply]:
    parts = (turn.button(f"button.edit_{one.name}", "edit", one.name) for one in QUESTIONS)
    return [
        Text(turn.say("complaint.ask_edit"), (*parts, turn.button("button.back", "edit", "back")))
    ]


def _parse_edit(turn: ConductTurn, event: InboundEvent) -> ConductDraft:
    what = event.postback.value if event.postback else ""
    for question in QUESTIONS:
        if question.name == what:
            return question.forget(turn.draft).without_side_question()
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
    if custodians.custodians_of(turn.uow, case):
        return [receipt]
    return [conduct_card.outside(turn.uow, turn.translator), receipt]


def _on_media(turn: ConductTurn, event: InboundEvent) -> TakenMedia[ConductDraft] | None:
    if not attachments.is_evidence(event):
        return None
    sent = attachments.take(turn.uow, event, turn.draft.evidence, nameless=True)
    return evidence_intake.taken(turn, event, replace(turn.draft, evidence=sent), sent)


def _with_story(turn: ConductTurn, story: str) -> ConductDraft:
    """Return the draft with this story; a request in it to stay anonymous answers the question about the name."""
    draft = replace(turn.draft, story=story[:STORY_LIMIT])
    if draft.link is None and turn.uow.understood(story).anonymous:
        return replace(draft, link=ReporterLink.SEALED)
    return draft


def _typed(turn: ConductTurn, event: InboundEvent, what: str) -> str:
    text = event.text.strip()
    if event.kind is not EventKind.TEXT or not text or turn.uow.understood(text).command:
        raise NotUnderstood(f"conduct.{what}_needed")
    return text


def _command(turn: ConductTurn, event: InboundEvent) -> str | None:
    """Return the command that a text consists of, such as "skip"; None for any other text."""
    return turn.uow.understood(event.text).command if event.kind is EventKind.TEXT else None


def _counted(turn: ConductTurn) -> Bilingual:
    sent = turn.uow.tx.attachments.get_many(turn.draft.evidence.ids)
    return attachment_view.counted(turn.translator.translations, sent)


def _back_and_cancel(turn: ConductTurn, step: str) -> tuple[Choice, ...]:
    return (
        turn.button("button.back", step, "back"),
        turn.button("button.cancel", step, "cancel"),
    )


OFFER = Step[ConductDraft](
    "offer",
    lambda draft: draft.offered and not draft.agreed,
    _ask_offer,
    _parse_offer,
    lambda draft: replace(draft, agreed=False),
)
QUESTIONS = (
    Step[ConductDraft](
        "who",
        lambda draft: draft.who is None,
        _ask_who,
        _parse_who,
        lambda draft: replace(draft, who=None, choices=()),
    ),
    Step[ConductDraft](
        "when",
        lambda draft: draft.when is None,
        _ask_when,
        _parse_when,
        lambda draft: replace(draft, when=None),
    ),
    Step[ConductDraft](
        "story",
        lambda draft: not draft.story,
        _ask_story,
        _parse_story,
        lambda draft: replace(draft, story=""),
    ),
    Step[ConductDraft](
        "proof",
        lambda draft: draft.proof is None,
        _ask_proof,
        _parse_proof,
        lambda draft: replace(draft, proof=None),
    ),
    Step[ConductDraft](
        "link",
        lambda draft: draft.link is None,
        _ask_link,
        _parse_link,
        lambda draft: replace(draft, link=None),
    ),
)
EDIT = Step[ConductDraft]("edit", lambda _draft: False, _ask_edit, _parse_edit)
REVIEW = Step[ConductDraft]("review", lambda draft: not draft.confirmed, _ask_review, _parse_review)
STEPS = (OFFER, *QUESTIONS, EDIT, REVIEW)
FLOW = Flow(ConductDraft, lambda _turn: STEPS, _finish, _on_media)
