"""A complaint that was begun and never sent is offered again when its writer comes back.

What they say then waits in the draft under `newer` (detail, evidence, sets, place) until they have said
whether it belongs to the old matter or is a new one; either way it is not lost.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from domain.language import intent
from domain.language.intent import Intent
from handlers.core.messages import Incoming, Kind, Reply, Text
from handlers.engine.conversation import PARKED, Draft, Leave, NotUnderstood, Step, Talk
from handlers.usecases import attachments
from handlers.usecases.attachments import OWNER
from handlers.usecases.complaints import DETAIL_LIMIT
from storage.people.conversations import Place

FLOW = "complaint"
IDLE = frozenset({"rating", "mydata"})
NEWER = "newer"
REMINDED = "reminded"
OFFERED_AFTER = timedelta(hours=12)
REMINDED_AFTER = timedelta(days=1)
_QUOTED = 60


def is_old(place: Place, now: datetime) -> bool:
    """Whether a conversation has been left alone for so long that the next words may be about else."""
    return place.updated_at is not None and now - place.updated_at > OFFERED_AFTER


def is_worth_offering(place: Place) -> bool:
    return place.flow == FLOW and any(place.draft.get(key) for key in ("detail", "evidence"))


def is_idle_talk(place: Place) -> bool:
    """A question of ours that nobody needs answered days later: what is said then is heard afresh."""
    return place.flow in IDLE or (place.flow == FLOW and not is_worth_offering(place))


def reopen(talk: Talk, place: Place) -> Talk:
    """The talk in which what is said next is kept apart from an old complaint's draft."""
    if not is_worth_offering(place):
        return talk
    # One owner for both, so that the two can be joined.
    owner = {OWNER: talk.draft[OWNER]} if OWNER in talk.draft else {}
    return replace(talk, draft={NEWER: owner, **talk.draft})


def reminder(talk: Talk) -> list[Reply]:
    """Once, a day later, under the answer to something else."""
    conversations, person = talk.desk.tx.conversations, talk.speaker.line_user_id
    place = conversations.find(person)
    if place is None or place.updated_at is None or place.draft.get(REMINDED):
        return []
    if talk.desk.now - place.updated_at <= REMINDED_AFTER or not is_worth_offering(place):
        return []
    # The draft stays as old as it is: a reminder is no work on it.
    reminded = replace(place, draft={**place.draft, REMINDED: True})
    conversations.put(person, reminded, place.updated_at)
    return [remind(talk.at(place))]


def remind(talk: Talk) -> Reply:
    """Whether to go on with the old draft, where nothing new was told."""
    buttons = (("button.go_on", "go_on"), ("button.cancel", "cancel"))
    return _question(talk, ("unsent.remind", "unsent.remind_wordless"), buttons)


def is_manners(talk: Talk, incoming: Incoming) -> bool:
    """A greeting or thanks: nothing to be put into any matter."""
    wanted = intent.read(incoming.text, talk.desk.office.lexicon)
    return incoming.kind is Kind.TEXT and wanted in {Intent.GREETING, Intent.THANKS}


def _ask(talk: Talk) -> list[Reply]:
    buttons = (("button.same_matter", "go_on"), ("button.new_matter", "new"))
    return [_question(talk, ("unsent.ask", "unsent.ask_wordless"), buttons)]


def _question(talk: Talk, keys: tuple[str, str], buttons: Iterable[tuple[str, str]]) -> Reply:
    """About the old draft; `keys`: with its first words and without, `buttons`: word keys and their answers."""
    words = str(talk.draft.get("detail", ""))
    short = words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"
    by_words, wordless = keys
    question = talk.say(by_words, words=short) if words else talk.say(wordless)
    return Text(question, tuple(talk.button(label, "unsent", value) for label, value in buttons))


def _hear(talk: Talk, incoming: Incoming) -> Draft:
    newer = dict(talk.draft.get(NEWER, {}))
    match incoming.press.value if incoming.press else "":
        case "go_on":
            return _joined(talk.draft, newer)
        case "new" if newer.get("detail") and not (newer.get("evidence") or newer.get("place")):
            attachments.discard(talk.desk, talk.draft)
            # It may be no complaint at all: let it be heard like any first word.
            raise Leave(newer["detail"])
        case "new":
            attachments.discard(talk.desk, talk.draft)
            parked = {PARKED: talk.draft[PARKED]} if PARKED in talk.draft else {}
            return {**newer, **parked}
    if incoming.kind is not Kind.TEXT or not incoming.text.strip():
        raise NotUnderstood("complaint.press_needed")
    said = "\n".join(filter(None, (newer.get("detail"), incoming.text.strip())))
    return {**talk.draft, NEWER: {**newer, "detail": said[:DETAIL_LIMIT]}}


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


STEP = Step("unsent", (), lambda draft: draft.get(NEWER) is not None, _ask, _hear)
