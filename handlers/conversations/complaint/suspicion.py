"""Whether the story of a complaint may be about staff, and the step that asks its writer before it is filed."""

from dataclasses import replace

from domain.language.staff_gate import Way
from handlers.conversations import staff_check
from handlers.conversations.complaint.change_of_mind import changed
from handlers.conversations.complaint.draft import ComplaintDraft, ComplaintTurn
from handlers.conversations.conduct_draft import ConductDraft
from handlers.conversations.manners import continues_story
from handlers.core.i18n import Bilingual
from handlers.core.messages import Choice, EventKind, InboundEvent, Reply, Text
from handlers.engine.flow import NotUnderstood, Step, SwitchTo
from handlers.usecases.case_filing import DETAIL_LIMIT


def with_more(turn: ComplaintTurn, added: str) -> ComplaintDraft:
    """Return the draft with one more line of the story."""
    draft = turn.draft
    detail = "\n".join(filter(None, (draft.detail, added)))
    return noted(turn, replace(draft, detail=detail[:DETAIL_LIMIT]), added=added)


def noted(turn: ComplaintTurn, draft: ComplaintDraft, *, added: str) -> ComplaintDraft:
    """Return the draft after a change of its text: with the name hidden on request, suspected if it may accuse.

    `turn`: with the draft before the change. `added`: the typed text.
    """
    before = turn.draft
    suspected = draft.suspected or staff_check.becomes_accusing(
        turn, text_of(before), added, text_of(draft)
    )
    was_declared = before.ordinary == staff_check.fingerprint(text_of(before))
    if was_declared and not suspected:
        draft = declared_ordinary(draft)
    hidden = draft.hide_name or turn.uow.understood(added).anonymous
    return replace(draft, suspected=suspected, hide_name=hidden)


def declared_ordinary(draft: ComplaintDraft) -> ComplaintDraft:
    """Return the draft with the writer's declaration that it is not about staff."""
    ordinary = staff_check.fingerprint(text_of(draft))
    return replace(draft, suspected=False, ordinary=ordinary)


def must_ask(turn: ComplaintTurn) -> bool:
    """Whether the complaint may not be filed yet: its text may accuse, and its writer was not asked about it."""
    text = text_of(turn.draft)
    is_declared = turn.draft.ordinary == staff_check.fingerprint(text)
    return not is_declared and staff_check.may_accuse(turn, text)


def text_of(draft: ComplaintDraft) -> str:
    """Return everything that an officer would read, of all problems in the draft."""
    return "\n".join(filter(None, (*(part.detail for part in draft.parts), draft.place.words)))


def asked(draft: ComplaintDraft) -> ComplaintDraft:
    """Return the draft with the question whether it is about staff open."""
    return replace(draft, suspected=True)


def staff_complaint(turn: ComplaintTurn) -> ConductDraft:
    """Return the draft of the staff complaint that this complaint becomes."""
    draft = turn.draft
    return staff_check.staff_complaint(
        turn, text_of(draft), draft.evidence, hide_name=draft.hide_name
    )


def readers(turn: ComplaintTurn) -> list[Reply]:
    """Return who will read a complaint that may accuse and was declared ordinary, said before it is sent.

    Those who read it may be those of whom it speaks. Empty for any other complaint.
    """
    if not _is_declared_accusation(turn):
        return []
    catalog = turn.uow.context.catalog
    keys = dict.fromkeys(part.category for part in turn.draft.parts if part.category)
    sections = [catalog.department(catalog.category(key).department) for key in keys]
    named = Bilingual(
        ", ".join(dict.fromkeys(one.th for one in sections)),
        ", ".join(dict.fromkeys(one.en for one in sections)),
    )
    return [Text(turn.say("suspicion.readers", sections=named))]


def protected_way(turn: ComplaintTurn) -> tuple[Choice, ...]:
    """Return the button of a staff complaint, for the card below `readers`; empty without them."""
    if not _is_declared_accusation(turn):
        return ()
    return (turn.button("menu.conduct", staff_check.STEP, staff_check.STAFF),)


def _is_declared_accusation(turn: ComplaintTurn) -> bool:
    text = text_of(turn.draft)
    is_declared = turn.draft.ordinary == staff_check.fingerprint(text)
    return is_declared and staff_check.may_accuse(turn, text)


def _parse(turn: ComplaintTurn, event: InboundEvent) -> ComplaintDraft:
    text = event.text.strip() if event.kind is EventKind.TEXT else ""
    change = changed(turn, event)
    if change is not None:
        return noted(turn, replace(change, suspected=False), added=text)
    match event.postback.value if event.postback else staff_check.way_chosen(turn, event):
        case "yes":
            raise SwitchTo(staff_complaint(turn))
        case Way.HIDDEN:
            raise SwitchTo(
                staff_complaint(replace(turn, draft=replace(turn.draft, hide_name=True)))
            )
        case Way.ORDINARY:
            return declared_ordinary(turn.draft)
    if text and continues_story(turn, text):
        return with_more(turn, text)
    raise NotUnderstood("suspicion.choose")


STEP = Step[ComplaintDraft](
    staff_check.STEP, lambda draft: draft.suspected, staff_check.question, _parse
)
