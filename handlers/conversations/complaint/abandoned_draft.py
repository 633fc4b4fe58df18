"""A complaint that was begun and never sent is offered again when its writer comes back.

What they say then waits in the draft under `newer` (detail, evidence, sets, place) until they have said
whether it belongs to the old matter or is a new one; either way it is not lost.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from domain.language import intent
from domain.language.intent import Intent
from handlers.core.messages import EventKind, InboundEvent, Reply, Text
from handlers.engine.conversation import SUSPENDED, Draft, Exit, NotUnderstood, Step, Turn
from handlers.usecases import attachments
from handlers.usecases.attachments import OWNER
from handlers.usecases.complaints import DETAIL_LIMIT
from storage.people.conversations import ConversationState

FLOW = "complaint"
IDLE = frozenset({"rating", "mydata"})
NEWER = "newer"
REMINDED = "reminded"
OFFERED_AFTER = timedelta(hours=12)
REMINDED_AFTER = timedelta(days=1)
_QUOTED = 60


def is_old(place: ConversationState, now: datetime) -> bool:
    """Whether a conversation has been left alone for so long that the next words may be about else."""
    return place.updated_at is not None and now - place.updated_at > OFFERED_AFTER


def is_worth_offering(place: ConversationState) -> bool:
    return place.flow == FLOW and any(place.draft.get(key) for key in ("detail", "evidence"))


def is_idle_talk(place: ConversationState) -> bool:
    """A question of ours that nobody needs answered days later: what is said then is heard afresh."""
    return place.flow in IDLE or (place.flow == FLOW and not is_worth_offering(place))


def reopen(turn: Turn, place: ConversationState) -> Turn:
    """The talk in which what is said next is kept apart from an old complaint's draft."""
    if not is_worth_offering(place):
        return turn
    # One owner for both, so that the two can be joined.
    owner = {OWNER: turn.draft[OWNER]} if OWNER in turn.draft else {}
    return replace(turn, draft={NEWER: owner, **turn.draft})


def reminder(turn: Turn) -> list[Reply]:
    """Once, a day later, under the answer to something else."""
    conversations, person = turn.uow.tx.conversations, turn.user.line_user_id
    place = conversations.find(person)
    if place is None or place.updated_at is None or place.draft.get(REMINDED):
        return []
    if turn.uow.now - place.updated_at <= REMINDED_AFTER or not is_worth_offering(place):
        return []
    # The draft stays as old as it is: a reminder is no work on it.
    reminded = replace(place, draft={**place.draft, REMINDED: True})
    conversations.put(person, reminded, place.updated_at)
    return [remind(turn.at(place))]


def remind(turn: Turn) -> Reply:
    """Whether to go on with the old draft, where nothing new was told."""
    buttons = (("button.go_on", "go_on"), ("button.cancel", "cancel"))
    return _question(turn, ("unsent.remind", "unsent.remind_wordless"), buttons)


def is_manners(turn: Turn, event: InboundEvent) -> bool:
    """A greeting or thanks: nothing to be put into any matter."""
    wanted = intent.read(event.text, turn.uow.context.lexicon)
    return event.kind is EventKind.TEXT and wanted in {Intent.GREETING, Intent.THANKS}


def _ask(turn: Turn) -> list[Reply]:
    buttons = (("button.same_matter", "go_on"), ("button.new_matter", "new"))
    return [_question(turn, ("unsent.ask", "unsent.ask_wordless"), buttons)]


def _question(turn: Turn, keys: tuple[str, str], buttons: Iterable[tuple[str, str]]) -> Reply:
    """About the old draft; `keys`: with its first words and without, `buttons`: word keys and their answers."""
    words = str(turn.draft.get("detail", ""))
    short = words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"
    by_words, wordless = keys
    question = turn.say(by_words, words=short) if words else turn.say(wordless)
    return Text(question, tuple(turn.button(label, "unsent", value) for label, value in buttons))


def _parse(turn: Turn, event: InboundEvent) -> Draft:
    newer = dict(turn.draft.get(NEWER, {}))
    match event.postback.value if event.postback else "":
        case "go_on":
            return _joined(turn.draft, newer)
        case "new" if newer.get("detail") and not (newer.get("evidence") or newer.get("place")):
            attachments.discard(turn.uow, turn.draft)
            # It may be no complaint at all: let it be heard like any first word.
            raise Exit(newer["detail"])
        case "new":
            attachments.discard(turn.uow, turn.draft)
            suspended = {SUSPENDED: turn.draft[SUSPENDED]} if SUSPENDED in turn.draft else {}
            return {**newer, **suspended}
    if event.kind is not EventKind.TEXT or not event.text.strip():
        raise NotUnderstood("complaint.press_needed")
    said = "\n".join(filter(None, (newer.get("detail"), event.text.strip())))
    return {**turn.draft, NEWER: {**newer, "detail": said[:DETAIL_LIMIT]}}


def _joined(draft: Draft, newer: Draft) -> Draft:
    """The old draft with the new words and evidence at its end."""
    whole = {key: value for key, value in draft.items() if key not in {NEWER, REMINDED}}
    if newer.get("detail"):
        said = filter(None, (whole.get("detail"), newer["detail"]))
        whole["detail"] = "\n".join(said)[:DETAIL_LIMIT]
    if newer.get("evidence"):
        whole["evidence"] = [*whole.get("evidence", ()), *newer["evidence"]]
        whole[OWNER] = newer[OWNER]
    if newer.get("place"):
        whole["place"] = newer["place"]
    return whole


STEP = Step("unsent", (), lambda draft: draft.get(NEWER) is not None, _ask, _parse)
