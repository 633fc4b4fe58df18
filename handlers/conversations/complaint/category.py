"""The first two steps of a complaint: what happened, and the category."""

from dataclasses import replace

from domain.cases.complaint import Status
from domain.cases.lifecycle import Action
from domain.language import topic_choice
from domain.language.labels import bare
from domain.language.plain_yes import is_plain_yes
from domain.language.said_aside import Said
from handlers.access import work_list
from handlers.conversations.complaint import danger, meaning, more_story, several, suspicion
from handlers.conversations.complaint.draft import ComplaintDraft, ComplaintTurn
from handlers.conversations.manners import ANNOUNCEMENTS, GREETINGS, is_manners
from handlers.conversations.reporter.draft import OwnCaseDraft
from handlers.core.i18n import Bilingual
from handlers.core.messages import EventKind, InboundEvent, Reply, Text
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.flow import NotUnderstood, Step, SwitchTo
from handlers.engine.turn import Turn
from handlers.usecases.case_filing import DETAIL_LIMIT
from storage.cases.attachments import AttachmentKind

GUESSES = 3
_GUESSED = 1.0
"""Minimum margin of the likeliest topic over the next, for a "yes" to mean it; a mere place has less."""
REPLACED_VALUES = frozenset({"detail", "category"})
"""Side questions of the review that replace a value of its card; the old value stays until then."""
_CHOICES = frozenset({Said.AGREE, Said.CHOOSE})
"""Labels of texts that leave the topic to the bot."""
UNSORTED = "other"
"""Key of the category of a complaint without words."""


def _ask_detail(turn: ComplaintTurn) -> list[Reply]:
    if turn.draft.progress.side_question == "detail":
        back = turn.button("button.back", "detail", "back")
        return [Text(turn.say("complaint.ask_new_detail"), (back,))]
    cancel = turn.button("button.cancel", "detail", "cancel")
    if turn.draft.category:
        # The writer changed the topic in a sentence, and its story is still missing.
        category = turn.uow.context.catalog.category(turn.draft.category)
        topic = Bilingual(category.th, category.en)
        return [Text(turn.say("complaint.ask_detail_of", topic=topic), (cancel,))]
    if turn.draft.nudged:
        return [Text(turn.say("complaint.detail_needed"), (cancel,))]
    if _has_voice(turn):
        only = turn.button("button.only_voice", "detail", "voice")
        return [Text(turn.say("complaint.ask_detail_with_voice"), (only, cancel))]
    key = "complaint.ask_detail"
    if turn.draft.evidence.ids or turn.draft.has_place:
        key = "complaint.ask_detail_with_photo"
    return [Text(turn.say(key), (cancel,))]


def _answer_action(turn: ComplaintTurn, case_id: int) -> Action:
    """Return what the story may be instead: the answer to an officer's question, or more of the writer's case."""
    case = work_list.own(turn.uow, turn.user.line_user_id, case_id)
    return Action.ANSWER if case.status is Status.ASKED else Action.ADD


def _answer_label(turn: ComplaintTurn) -> str:
    assert turn.draft.answers is not None
    is_answer = _answer_action(turn, turn.draft.answers) is Action.ANSWER
    return "button.is_answer" if is_answer else "button.belongs"


def _has_voice(turn: ComplaintTurn) -> bool:
    sent = turn.uow.tx.attachments.get_many(turn.draft.evidence.ids)
    return any(one.kind is AttachmentKind.AUDIO for one in sent)


def _parse_detail(turn: ComplaintTurn, event: InboundEvent) -> ComplaintDraft:
    draft = turn.draft
    if event.postback is not None and event.postback.value == "voice" and _has_voice(turn):
        words = turn.uow.context.translations.say("complaint.voice_only", "th")
        # These words are ours and accuse nobody.
        told = replace(draft, detail=words, category=UNSORTED).without_side_question()
        return suspicion.declared_ordinary(told)
    text = event.text.strip()
    text = turn.uow.context.translations.text_after_label("menu.report", text) or text
    if event.kind is not EventKind.TEXT or not text:
        raise NotUnderstood("complaint.detail_needed")
    understood = turn.uow.understood(text)
    if understood.command:
        raise NotUnderstood("complaint.detail_needed")
    if (
        not draft.nudged
        and not understood.danger
        and is_manners(turn, text, GREETINGS | ANNOUNCEMENTS)
    ):
        return replace(draft, nudged=True)
    hide_name = draft.hide_name or understood.anonymous
    changed = replace(draft, detail=text[:DETAIL_LIMIT], nudged=False, hide_name=hide_name)
    changed = suspicion.noted(turn, changed, added=text).without_side_question()
    return several.split(turn, changed)


def _ask_category(turn: ComplaintTurn) -> list[Reply]:
    context = turn.uow.context
    shown = [context.catalog.category(key) for key in shown_topics(turn)]
    if turn.draft.all_topics:
        exits = {"guesses": "button.back"}
        question = turn.say("complaint.ask_any_category")
    else:
        answers = {} if turn.draft.answers is None else {"answer": _answer_label(turn)}
        exits = {"more": "button.other_topic"} | answers | _exits(turn)
        has_more_story = turn.draft.more_told
        question = turn.say(
            "complaint.ask_category_more" if has_more_story else "complaint.ask_category"
        )
    topics = {category.key: Bilingual(category.th, category.en) for category in shown}
    choices = (*turn.named_buttons("category", topics), *turn.buttons("category", exits))
    return [Text(question, choices)]


def shown_topics(turn: ComplaintTurn) -> tuple[str, ...]:
    """Return the keys of the categories that the question shows, in the order of its buttons."""
    guessed = likeliest(turn.uow, turn.draft.detail)
    if not turn.draft.all_topics:
        return guessed
    catalog = turn.uow.context.catalog
    return tuple(
        category.key
        for category in catalog.categories
        if category.key not in guessed or category is catalog.staff_category
    )


def likeliest(uow: UnitOfWork, story: str) -> tuple[str, ...]:
    """Return the keys of the categories that are offered first, always including the one about staff.

    No classifier recognises every accusation, so that category must not be hidden behind "another topic".
    """
    understood = uow.understood(story)
    staff = uow.context.catalog.staff_category.key
    found = (understood.topics or understood.guess.ranking)[:GUESSES]
    if kinds := danger.perils(uow, story):
        found = danger.topics(uow, story, kinds)
    return found if staff in found else (*found, staff)


def _exits(turn: ComplaintTurn) -> dict[str, str]:
    """Return the buttons other than topics: the value of each and the word key of its label."""
    if turn.draft.progress.side_question == "category":
        return {"back": "button.back"}
    return {"none": "button.not_a_complaint", "cancel": "button.cancel"}


def _parse_category(turn: ComplaintTurn, event: InboundEvent) -> ComplaintDraft:
    draft = turn.draft
    if event.postback is None:
        return _by_words(turn, event)
    match event.postback.value:
        case "more":
            return replace(draft, all_topics=True)
        case "guesses":
            return replace(draft, all_topics=False)
        case "answer" if draft.answers is not None:
            reporter, action = turn.user.line_user_id, _answer_action(turn, draft.answers)
            answer = OwnCaseDraft(action, reporter, draft.answers, draft.detail)
            raise SwitchTo(replace(answer, evidence=draft.evidence.carried()))
        case "none":
            return replace(draft, refused=True)
        case key if key in {one.key for one in turn.uow.context.catalog.categories}:
            return _chosen(turn, key)
    raise NotUnderstood("complaint.category_needed")


def _chosen(turn: ComplaintTurn, key: str) -> ComplaintDraft:
    if turn.uow.context.catalog.is_about_staff(key):
        raise SwitchTo(suspicion.staff_complaint(turn))
    chosen = replace(turn.draft, category=key, all_topics=False, more_told=False)
    if turn.draft.suspected and turn.draft.more_told:
        # A later text may accuse somebody, and choosing a topic for the problem does not answer that question.
        return chosen.without_side_question()
    # The writer saw the topic about staff among the buttons and chose another one.
    return suspicion.declared_ordinary(chosen).without_side_question()


def _by_words(turn: ComplaintTurn, event: InboundEvent) -> ComplaintDraft:
    """Return the draft after a typed text: a topic by its number, the likeliest one, or more of the story."""
    draft = turn.draft
    shown = shown_topics(turn)
    named = _named(turn, event.text)
    if named:
        return _chosen(turn, named)
    at = topic_choice.chosen_at(event.text)
    if at is not None and at < len(shown):
        return _chosen(turn, shown[at])
    # "Yes" and "skip" agree to the likeliest one too.
    agrees = turn.uow.understood(event.text).command in {"confirm", "skip"}
    if (agrees or is_choice(turn, event.text)) and not draft.all_topics:
        if is_plain_yes(event.text) and not _has_one_guess(turn):
            raise NotUnderstood("complaint.category_needed")
        # The review shows the topic and can change it. A typed topic is no declaration that it is not about staff.
        staff = turn.uow.context.catalog.staff_category.key
        first = next(key for key in (*shown, UNSORTED) if key != staff)
        return replace(draft, category=first, more_told=False).without_side_question()
    changed = more_story.added(turn, event, "complaint.category_needed")
    is_longer = changed.detail.startswith(f"{draft.detail}\n") and not changed.category
    return replace(changed, more_told=is_longer)


def _has_one_guess(turn: ComplaintTurn) -> bool:
    """Whether one of the topics shown is the likeliest, so that "yes" means it."""
    story = turn.draft.detail
    return (
        bool(danger.perils(turn.uow, story)) or turn.uow.understood(story).guess.margin >= _GUESSED
    )


def _named(turn: ComplaintTurn, text: str) -> str:
    """Return the key of the category whose name is typed, also of one that is not shown; "" for another text."""
    typed = bare(text)
    return next(
        (
            one.key
            for one in turn.uow.context.catalog.categories
            if typed in {bare(one.th), bare(one.en)}
        ),
        "",
    )


def is_choice(turn: Turn, text: str) -> bool:
    """Whether a text answers the question about the topic without naming one."""
    is_left = topic_choice.leaves_choice(text) or meaning.said(turn, text) in _CHOICES
    return topic_choice.chosen_at(text) is not None or is_left


STEPS = (
    Step[ComplaintDraft](
        "detail",
        lambda draft: not draft.detail,
        _ask_detail,
        _parse_detail,
        lambda draft: replace(draft, detail=""),
    ),
    Step[ComplaintDraft](
        "category",
        lambda draft: not (draft.category or draft.refused),
        _ask_category,
        _parse_category,
        lambda draft: replace(draft, category=""),
    ),
)
