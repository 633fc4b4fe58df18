"""Answer what people type beside the open question of a report, and ask the question again.

It is no part of the story: "wait, I must go first", "who will see it?", "hide my name", "the place is wrong".
"""

from dataclasses import replace

from domain.language.change_of_mind import change_of_mind, gives_correction
from domain.language.said_aside import Said
from handlers.conversations.complaint import danger, meaning, suspicion
from handlers.conversations.complaint.change_of_mind import (
    chosen,
    corrected,
    place_told,
    topic_named,
)
from handlers.conversations.complaint.draft import ComplaintDraft, ComplaintTurn
from handlers.conversations.complaint.flow import FLOW
from handlers.conversations.manners import only_wishes_no_name
from handlers.core.i18n import Bilingual
from handlers.core.messages import EventKind, InboundEvent, Postback, Reply
from handlers.engine import conversation
from handlers.engine.flow import Step
from handlers.usecases.case_filing import DETAIL_LIMIT
from handlers.views import case_text

CONFIRMED = frozenset({"review", "several"})
"""Steps at which "yes" files the report."""
CHOOSABLE = frozenset({"photo", "edit", "place"})
"""Side questions of the review at which "send it" and "that is all" mean the review."""
_PRESSES = {
    (Said.AGREE, "unsent"): "go_on",
    (Said.DONE, "unsent"): "go_on",
    (Said.NO_PHOTO, "photo"): "skip",
    (Said.NO_PROOF, "photo"): "skip",
    (Said.DONE, "photo"): "skip",
    (Said.DONE, "place"): "skip",
    (Said.DONE, "edit"): "nothing",
    (Said.AGREE, "far_pin"): "keep",
}
"""The value of the button that a label means at a step."""
_ANSWERS = {
    Said.LATER: "aside.later",
    Said.NO_PHOTO: "aside.no_photo",
    Said.DONE: "aside.done",
    Said.MENDED: "complaint.fixed_before_sending",
}
"""Sentences that answer a label."""
_ASKS = frozenset({Said.WHO_SEES, Said.COST_TIME, Said.WHY_ASK, Said.CHOOSE})
_OUTSIDE = frozenset({Said.CROSS, Said.MANNERS})
_BESIDE_NO_STORY = frozenset({Said.LATER, Said.WHO_SEES, Said.COST_TIME, Said.WHY_ASK})
"""Labels of texts that are no story even where nothing else has been told."""
_STORY_GOES_ON = frozenset({"category", "review"})
_UNTOLD = frozenset({"detail", "unsent", "far_pin"})
"""Steps at which a text may still be the story itself, so that it changes no other part of the report."""


def as_press(turn: ComplaintTurn, event: InboundEvent) -> InboundEvent:
    """Turn a text that means a button of the open question into a press of it; keep other events."""
    step = FLOW.open_step(turn)
    if step is None or event.kind is not EventKind.TEXT or chosen(turn, event.text) is not None:
        return event
    label = meaning.said(turn, event.text.strip())
    if label is None:
        return event
    value = _PRESSES.get((label, step.name), "")
    pressed = step.name
    if label is Said.AGREE and step.name in CONFIRMED | CHOOSABLE:
        # Nothing has changed since the review was shown, which these questions belong to.
        reviewed = FLOW.open_step(replace(turn, draft=turn.draft.without_side_question()))
        if reviewed is not None and reviewed.name in CONFIRMED:
            value, pressed = "yes", reviewed.name
    elif label is Said.AGREE and turn.draft.progress.side_question:
        value = "back"
    if not value:
        return event
    postback = Postback(turn.flow, pressed, value, turn.draft_id)
    return replace(event, kind=EventKind.POSTBACK, postback=postback)


def respond(turn: ComplaintTurn, text: str) -> list[Reply] | None:
    """Return the answer to such a text and the open question; None if the open step handles the text."""
    step = FLOW.open_step(turn)
    if step is None or not text:
        return None
    added = _added(turn, text)
    if added is not None:
        return added
    if only_wishes_no_name(turn, text):
        return _go_on(turn, replace(turn.draft, hide_name=True), "aside.name_hidden")
    return _by_label(turn, step, text)


def _by_label(turn: ComplaintTurn, step: Step[ComplaintDraft], text: str) -> list[Reply] | None:
    """Return the answer to a text by what the recogniser heard in it; None as `respond` does."""
    label = meaning.said(turn, text)
    if label is None and step.name == "place" and meaning.is_no_place(turn, text):
        return _asked(turn, turn.say("aside.unsure", words=text), is_addable=text)
    if label is None or chosen(turn, text) is not None:
        return None
    if step.name == "detail" and not turn.draft.detail and label not in _BESIDE_NO_STORY:
        return None
    if label in _OUTSIDE:
        key = "aside.cross" if label is Said.CROSS else "aside.manners"
        return _asked(turn, turn.say(key, words=text), is_addable=text)
    if label in _ASKS:
        return None if _answers_itself(label, step.name) else _asked(turn, _told(turn, label))
    if label in _ANSWERS:
        return _answered(turn, step.name, label)
    if label is Said.AGREE:
        is_story = step.name == "detail"
        return (
            _asked(
                turn, turn.say("complaint.detail_needed" if is_story else "complaint.press_needed")
            )
            if step.name != "category"
            else None
        )
    return None if step.name in _UNTOLD else _changed(turn, step.name, label, text)


def _added(turn: ComplaintTurn, text: str) -> list[Reply] | None:
    """Add to the story what its writer wants to be there, or why they cannot call for help; None for others."""
    words = meaning.added_words(turn, text)
    if words:
        return _with_words(turn, words)
    called = danger.with_call(turn, text)
    if called is None:
        return None
    longer, answer = called
    if not suspicion.must_ask(turn):
        longer = suspicion.declared_ordinary(longer)
    return conversation.go_on(turn, FLOW, longer, answer)


def _answers_itself(label: Said, step: str) -> bool:
    return label is Said.CHOOSE and step == "category"


def _asked(turn: ComplaintTurn, lead: str, *, is_addable: str = "") -> list[Reply]:
    """Return a sentence and the open question, with a button to add the text to the story after all."""
    question = conversation.ask_again(turn, FLOW, lead)
    buttons = (meaning.add_button(turn, is_addable),) if is_addable else ()
    return conversation.with_choices(question, buttons)


def _answered(turn: ComplaintTurn, step: str, label: Said) -> list[Reply]:
    if label is Said.DONE and step not in CONFIRMED:
        return conversation.ask_again(turn, FLOW)
    return _asked(turn, turn.say(_ANSWERS[label]))


def _told(turn: ComplaintTurn, label: Said) -> str:
    """Return the answer to a question about the report itself."""
    draft, catalog = turn.draft, turn.uow.context.catalog
    match label:
        case Said.WHO_SEES if draft.suspected:
            return turn.say("aside.nobody_yet")
        case Said.WHO_SEES:
            shown = "complaint.name_hidden" if draft.hide_name else "complaint.name_shown"
            return turn.say("aside.who_sees", name=turn.say(shown))
        case Said.COST_TIME if draft.category:
            category = catalog.category(draft.category)
            topic = turn.name(Bilingual(category.th, category.en))
            return turn.say("aside.cost_time_of", topic=topic, days=category.working_days)
        case Said.COST_TIME:
            return turn.say("aside.cost_time")
    return turn.say("complaint.lost", phone=catalog.organisation.phone)


def _changed(turn: ComplaintTurn, step: str, label: Said, text: str) -> list[Reply] | None:
    """Change the part of the report that the text is about; None for a text that is not about one."""
    draft = turn.draft
    if draft.progress.side_question == "edit":
        draft = draft.without_side_question()
    match label:
        case Said.HIDE_NAME | Said.NO_NAME:
            return _go_on(turn, replace(draft, hide_name=True), "aside.name_hidden")
        case Said.SHOW_NAME:
            return _go_on(turn, replace(draft, hide_name=False), "aside.name_shown")
        case _ if draft.suspected:
            return None
        case Said.PHONE:
            return _go_on(turn, _with_phone(turn, draft, text), "aside.phone")
        case Said.PLACE if not draft.place.words and meaning.is_only_place(turn, text):
            return None if step == "place" else _at_place(turn, draft, step, text)
        case Said.FIX_TOPIC:
            return _to_topic(turn, draft, text)
        case Said.FIX_PLACE | Said.FIX_TEXT:
            return _corrected(turn, draft, label, text)
    return None


def _corrected(
    turn: ComplaintTurn, draft: ComplaintDraft, label: Said, text: str
) -> list[Reply] | None:
    """Correct the place or the story, or ask for what is right if the text only says that it is wrong."""
    change = corrected(replace(turn, draft=draft), text)
    if change is not None:
        shown = case_text.place(turn.uow, turn.translator, change.place)
        lead = "" if change.category else turn.say("aside.place", words=shown)
        return conversation.go_on(turn, FLOW, change, lead)
    if change_of_mind(text) is not None:
        return None
    if label is Said.FIX_PLACE:
        return _to_change(turn, draft, "place")
    if gives_correction(text):
        return None
    return conversation.go_on(turn, FLOW, draft.asking("detail"))


def _to_topic(turn: ComplaintTurn, draft: ComplaintDraft, text: str) -> list[Reply]:
    """Change the topic to the one that the text names, or ask which one it is."""
    named = topic_named(turn, text)
    if not named:
        return _to_change(turn, draft, "category")
    changed = replace(draft, category=named, all_topics=False, more_told=False)
    return conversation.go_on(turn, FLOW, changed.without_side_question())


def _to_change(turn: ComplaintTurn, draft: ComplaintDraft, part: str) -> list[Reply]:
    """Ask for a part that is wrong; before the topic is chosen, only for the topic."""
    if draft.category:
        return conversation.go_on(turn, FLOW, draft.asking(part))
    if part == "category":
        return conversation.go_on(turn, FLOW, replace(draft, all_topics=True))
    return _asked(turn, turn.say("aside.topic_first"))


def _at_place(turn: ComplaintTurn, draft: ComplaintDraft, step: str, text: str) -> list[Reply]:
    """Take a text as the place; where the story goes on, it stays a part of it too."""
    told = replace(draft, place=place_told(turn, text)).without_side_question()
    if step in _STORY_GOES_ON:
        told = replace(told, detail=f"{told.detail}\n{text}"[:DETAIL_LIMIT])
    lead = "" if told.category else turn.say("aside.place", words=text)
    return conversation.go_on(turn, FLOW, suspicion.noted(turn, told, added=text), lead)


def _with_phone(turn: ComplaintTurn, draft: ComplaintDraft, text: str) -> ComplaintDraft:
    """Return the draft with a telephone number, which accuses nobody, whatever the model guesses."""
    longer = _with_line(turn, draft, text)
    is_asked = draft.suspected or suspicion.must_ask(replace(turn, draft=draft))
    return longer if is_asked else suspicion.declared_ordinary(longer)


def _with_line(turn: ComplaintTurn, draft: ComplaintDraft, words: str) -> ComplaintDraft:
    """Return the draft with one more line of the story, which may make it one about staff."""
    detail = "\n".join(filter(None, (draft.detail, words)))[:DETAIL_LIMIT]
    return suspicion.noted(turn, replace(draft, detail=detail), added=words)


def _with_words(turn: ComplaintTurn, words: str) -> list[Reply]:
    """Add a text to the story that its writer wants to be there."""
    draft = turn.draft
    newer = draft.newer
    if newer is not None:
        draft = replace(draft, newer=None)
    return _go_on(turn, _with_line(turn, draft, words), "aside.added")


def _go_on(turn: ComplaintTurn, draft: ComplaintDraft, key: str) -> list[Reply]:
    return conversation.go_on(turn, FLOW, draft, turn.say(key))
