"""The first two steps of a complaint: what happened, and the category."""

from dataclasses import replace

from domain.language.acts import Act
from handlers.conversations.complaint import suspicion
from handlers.conversations.complaint.draft import ComplaintDraft, ComplaintTurn
from handlers.core.i18n import Bilingual
from handlers.core.messages import Choice, EventKind, InboundEvent, Reply, Text
from handlers.engine.flow import NotUnderstood, Step, SwitchTo
from handlers.usecases.complaints import DETAIL_LIMIT

GUESSES = 3
DANGER = ("safety", "other")
"""Keys of the categories that are offered if somebody may be in danger and the text matches no category."""
RETOLD = frozenset({"detail", "category"})
"""Side questions of the review that replace a value of its card; the old value stays until then."""
NO_STORY = frozenset({Act.GREETING, Act.THANKS, Act.INSULT, Act.OPENER, Act.ANNOUNCE})
"""Acts of texts that do not describe a problem."""


def _ask_detail(turn: ComplaintTurn) -> list[Reply]:
    if turn.draft.progress.side_question == "detail":
        back = turn.button("button.back", "detail", "back")
        return [Text(turn.say("complaint.ask_new_detail"), (back,))]
    key = "complaint.ask_detail"
    if turn.draft.evidence.ids or turn.draft.has_place:
        key = "complaint.ask_detail_with_photo"
    return [Text(turn.say(key), (turn.button("button.cancel", "detail", "cancel"),))]


def _parse_detail(turn: ComplaintTurn, event: InboundEvent) -> ComplaintDraft:
    text = event.text.strip()
    if event.kind is not EventKind.TEXT or not text:
        raise NotUnderstood("complaint.detail_needed")
    understood = turn.uow.understood(text)
    if (understood.act in NO_STORY or understood.command) and not understood.danger:
        raise NotUnderstood("complaint.detail_needed")
    draft = suspicion.noted(turn, replace(turn.draft, detail=text[:DETAIL_LIMIT]), added=text)
    return draft.without_side_question()


def _ask_category(turn: ComplaintTurn) -> list[Reply]:
    context = turn.uow.context
    if turn.draft.all_topics:
        guessed = _likeliest(turn)
        shown = [
            category
            for category in context.catalog.categories
            if category.key not in guessed or category is context.catalog.staff_category
        ]
        ways = [turn.button("button.back", "category", "guesses")]
        question = turn.say("complaint.ask_any_category")
    else:
        shown = [context.catalog.category(key) for key in _likeliest(turn)]
        ways = [
            turn.button("button.other_topic", "category", "more"),
            *_ways_out(turn),
        ]
        question = turn.say("complaint.ask_category")
    topics = [
        turn.named_button(turn.name(Bilingual(category.th, category.en)), "category", category.key)
        for category in shown
    ]
    return [Text(question, (*topics, *ways))]


def _likeliest(turn: ComplaintTurn) -> tuple[str, ...]:
    """Return the keys of the categories that are offered first; the one about staff is always among them.

    No recogniser knows every accusation, so nobody has to look for that door behind "another topic".
    """
    understood = turn.uow.understood(turn.draft.detail)
    staff = turn.uow.context.catalog.staff_category.key
    likeliest = (understood.topics or understood.guess.ranking)[:GUESSES]
    if understood.danger and not understood.guess.margin:
        likeliest = DANGER
    return likeliest if staff in likeliest else (*likeliest, staff)


def _ways_out(turn: ComplaintTurn) -> tuple[Choice, ...]:
    if turn.draft.progress.side_question == "category":
        return (turn.button("button.back", "category", "back"),)
    return (
        turn.button("button.not_a_complaint", "category", "none"),
        turn.button("button.cancel", "category", "cancel"),
    )


def _parse_category(turn: ComplaintTurn, event: InboundEvent) -> ComplaintDraft:
    draft = turn.draft
    if event.postback is None:
        if event.kind is not EventKind.TEXT or not event.text.strip():
            raise NotUnderstood("complaint.category_needed")
        if turn.uow.understood(event.text).command:
            # A lone command such as "ตกลง" does not answer this question and is not part of the story.
            raise NotUnderstood("complaint.category_needed")
        # Text that is sent while the category is asked for belongs to the story.
        return suspicion.with_more(turn, event.text.strip())
    match event.postback.value:
        case "more":
            return replace(draft, all_topics=True)
        case "guesses":
            return replace(draft, all_topics=False)
        case "none":
            return replace(draft, refused=True)
        case key if key in {one.key for one in turn.uow.context.catalog.categories}:
            if turn.uow.context.catalog.is_about_staff(key):
                raise SwitchTo(suspicion.staff_complaint(turn))
            chosen = replace(draft, category=key, all_topics=False)
            # The topic about staff stood beside the one that was chosen.
            return suspicion.declared_ordinary(chosen).without_side_question()
    raise NotUnderstood("complaint.category_needed")


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
