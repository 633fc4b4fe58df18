"""Who answers: a global word, a button, the conversation under way, or what the message seems to want."""

from dataclasses import replace

from domain import case_number, classifier, intent
from domain.case_number import CaseNumber, Mistyped
from domain.errors import Refused
from domain.intent import Intent
from domain.lifecycle import Action
from handlers import attachments, flow, foreword, groups, missed, officers, taking_back
from handlers.complaints import DETAIL_LIMIT
from handlers.conduct import read_code
from handlers.conversations import (
    FLOWS,
    complaint,
    complaint_place,
    conduct,
    follow_up,
    my_data,
    office,
    officer,
    own_case,
    rating,
    tracking,
    unsent,
)
from handlers.desk import Desk
from handlers.dialogue import Incoming, Kind, Press, Reply, Speaker, Text
from handlers.flow import PARKED, Divert, Flow, Leave, Talk
from handlers.notices import voice_of
from handlers.refusals import refusal_text
from storage.conversations import Place
from storage.errands import Kind as ErrandKind

CANCEL = "cancel"
BACK = "back"
STARTS = {complaint.NAME: complaint.start, conduct.NAME: conduct.start}
"""The conversations another may divert to."""


def respond(desk: Desk, incoming: Incoming) -> list[Reply]:
    """Hear one thing and do what it asks for, within the desk's transaction; returns what to answer."""
    if incoming.kind is Kind.IGNORED:
        return []
    if incoming.kind is Kind.UNSEND:
        taking_back.take_back(desk, incoming)
        return []
    if incoming.kind is Kind.THROTTLED:
        return [] if incoming.in_group else [_unread(desk, incoming.sender)]
    if incoming.in_group:
        return groups.respond(desk, incoming)
    if incoming.kind is Kind.EDIT:
        taking_back.edit(desk, incoming)
        return []
    if not taking_back.remember(desk, incoming):
        return []
    if incoming.kind is Kind.UNFOLLOW:
        desk.tx.people.blocked(incoming.sender, desk.now)
        return []
    talk = _meet(desk, incoming)
    if incoming.kind is Kind.FOLLOW:
        desk.tx.people.blocked(incoming.sender, None)
        desk.tx.people.notice_shown(incoming.sender, desk.now)
        return office.welcome(talk)
    return foreword.before(talk, incoming, _answer(talk, incoming))


def _answer(talk: Talk, incoming: Incoming) -> list[Reply]:
    try:
        return _hear(talk, incoming)
    except Refused as refusal:
        return [Text(refusal_text(talk, refusal))]
    except Divert as other:
        flow.leave(talk)
        return STARTS[other.flow](talk, **other.known)
    except Leave as leaving:
        place = talk.desk.tx.conversations.find(talk.speaker.line_user_id)
        flow.leave(_at(talk, place) if place else talk)
        if leaving.known:
            return complaint.start(talk, detail=leaving.text, **leaving.known)
        # Not by _idle: the question that is still open would claim the words again.
        return _by_intent(talk, leaving.text)


def _unread(desk: Desk, sender: str) -> Reply:
    """To whoever sends faster than anyone types: what comes now is not read."""
    phone = desk.office.catalog.organisation.phone
    return Text(voice_of(desk, sender).say("apology.throttled", phone=phone))


def _hear(talk: Talk, incoming: Incoming) -> list[Reply]:
    word = _global_word(talk, incoming)
    if word in office.MENU:
        return [*_open_tile(talk, word), *unsent.reminder(talk)]
    if word == "work":
        return officer.work(talk)
    if word == my_data.NAME:
        return my_data.show(talk)
    if incoming.press is not None and not incoming.press.draft_id:
        return [*_open_press(talk, incoming.press), *unsent.reminder(talk)]
    place = talk.desk.tx.conversations.find(talk.speaker.line_user_id)
    if place is None or place.flow not in FLOWS:
        if word == CANCEL:
            return office.home(talk, "office.nothing_to_cancel")
        if incoming.press is not None:
            return _old_button(talk, incoming.press)
        return _idle(talk, incoming)
    return _in_conversation(_at(talk, place), place, incoming, word)


def _in_conversation(talk: Talk, place: Place, incoming: Incoming, word: str) -> list[Reply]:
    running = FLOWS[place.flow]
    if incoming.press is None and not word and unsent.is_old(place, talk.desk.now):
        left: Place | None = flow.leave(talk) if unsent.is_idle_talk(place) else place
        if left is None:
            return _idle(talk, incoming)
        talk, running = unsent.reopen(_at(talk, left), left), FLOWS[left.flow]
    if incoming.press is not None and incoming.press.draft_id != place.draft_id:
        old = _old_button(talk, incoming.press)
        return [*old, *flow.ask_again(talk, running)]
    if word == CANCEL:
        attachments.discard(talk.desk, talk.draft)
        interrupted = flow.leave(talk)
        if interrupted is None or interrupted.flow not in FLOWS:
            return office.home(talk, "office.cancelled")
        return flow.ask_again(
            _at(talk, interrupted), FLOWS[interrupted.flow], talk.say("office.back_to_parked")
        )
    if word == BACK:
        return flow.back(talk, running)
    if incoming.kind is Kind.OTHER:
        return flow.ask_again(talk, running, talk.say("office.sticker_seen"))
    return [*flow.advance(talk, running, incoming), *_resumed(talk, place)]


def _resumed(talk: Talk, ended: Place) -> list[Reply]:
    """What a conversation had interrupted asks again once that one is over."""
    parked = ended.draft.get(PARKED)
    place = talk.desk.tx.conversations.find(talk.speaker.line_user_id)
    is_back = place is not None and parked is not None and place.draft_id == parked["draft_id"]
    if place is None or not is_back or place.flow not in FLOWS:
        return []
    return flow.ask_again(_at(talk, place), FLOWS[place.flow], talk.say("office.go_on_parked"))


def _idle(talk: Talk, incoming: Incoming) -> list[Reply]:
    """Nothing is under way: find out what the message wants."""
    if attachments.is_evidence(incoming):
        return _evidence_first(talk, incoming)
    if incoming.kind is Kind.PIN and incoming.pin is not None:
        return complaint.start(talk, place=complaint_place.pinned(incoming.pin, {}))
    text = incoming.text.strip()
    if incoming.kind is not Kind.TEXT or not text:
        return office.home(talk, "office.sticker_seen")
    if officers.looks_like_code(text):
        return _link(talk, text)
    code = read_code(text)
    if code:
        return tracking.show_code(talk, code)
    prefix = talk.desk.office.catalog.organisation.case_prefix
    match case_number.scan(text, prefix):
        case CaseNumber() as number:
            return follow_up.by_number(talk, str(number), text)
        case Mistyped(seen):
            return [Text(talk.say("tracking.mistyped", seen=seen))]
    asked = talk.desk.tx.complaints.asked_of(talk.speaker.line_user_id)
    if asked:
        return own_case.start(talk, asked[-1], Action.ANSWER, text)
    return follow_up.by_words(talk, text) or _by_intent(talk, text)


def _by_intent(talk: Talk, text: str) -> list[Reply]:
    wanted = intent.read(text, talk.desk.office.lexicon)
    if wanted is not Intent.COMPLAINT and talk.desk.office.emergencies.contacts(text):
        return complaint.start(talk, detail=text[:DETAIL_LIMIT])
    match wanted:
        case Intent.COMPLAINT if _is_about_staff(talk, text):
            return conduct.start(talk, story=text[: conduct.STORY_LIMIT], offered=True)
        case Intent.COMPLAINT:
            return complaint.start(talk, detail=text[:DETAIL_LIMIT])
        case Intent.GREETING:
            return office.home(talk, "office.greeting")
        case Intent.THANKS:
            return office.home(talk, "office.thanks")
        case Intent.INSULT:
            return office.home(talk, "office.insult")
    if wanted is Intent.UNCLEAR:
        more = follow_up.by_afterthought(talk, text)
        if more is not None:
            return more
    return office.search(talk, text) or office.unknown(talk, text)


def _evidence_first(talk: Talk, incoming: Incoming) -> list[Reply]:
    """A photo or a voice before any word belongs to a case or starts one; the rest of its set joins it."""
    begun = follow_up.by_evidence(talk) or complaint.start(talk)
    place = talk.desk.tx.conversations.find(talk.speaker.line_user_id)
    return begun if place is None else flow.advance(_at(talk, place), FLOWS[place.flow], incoming)


def _link(talk: Talk, text: str) -> list[Reply]:
    linked = officers.link(talk.desk, talk.speaker.line_user_id, text)
    return [Text(talk.say("officer.linked", name=linked.name))]


def _open_tile(talk: Talk, tile: str) -> list[Reply]:
    match tile:
        case "report":
            return _open(talk, complaint.FLOW, "detail", "evidence", "place")
        case "conduct":
            return _open(talk, conduct.FLOW, "who")
        case "track":
            return tracking.show_all(talk)
        case "rate":
            return rating.start(talk)
        case "services":
            return office.services(talk)
    return office.contact(talk)


def _open(talk: Talk, running: Flow, *begun: str) -> list[Reply]:
    """A draft that has begun (it holds one of these) is offered again: a tap on the menu loses nothing."""
    place = talk.desk.tx.conversations.find(talk.speaker.line_user_id)
    is_running = place is not None and place.flow == running.name
    if place is not None and is_running and any(place.draft.get(key) for key in begun):
        unfinished = talk.say("complaint.unfinished")
        return flow.ask_again(_at(talk, place), running, unfinished)
    return STARTS[running.name](talk)


def _is_about_staff(talk: Talk, text: str) -> bool:
    """Whether the likeliest topic is one that only keepers may see."""
    office = talk.desk.office
    guesses = classifier.rank(text, office.lexicon)
    return bool(guesses) and office.catalog.category(guesses[0]).restricted


def _open_press(talk: Talk, press: Press) -> list[Reply]:
    """A button that works at any time. What it may do is checked by the use case it calls."""
    match press.flow, press.step:
        case tracking.NAME, "show":
            return tracking.show_one(talk, press.key)
        case rating.NAME, "case":
            return rating.start_with_case(talk, press.key)
        case rating.NAME, "service":
            return rating.start_with_service(talk, press.value)
        case own_case.NAME, _:
            return own_case.open_press(talk, press)
        case missed.FLOW, missed.STEP:
            return missed.show(talk.desk, talk.speaker.line_user_id, press.key)
        case my_data.NAME, "delete":
            return my_data.start_deleting(talk)
        case office.NAME, "service":
            return office.service(talk, press.value)
        case officer.NAME, _:
            return officer.open_press(talk, press)
    return office.home(talk, "office.old_button")


def _old_button(talk: Talk, press: Press) -> list[Reply]:
    """A button of a conversation that is over. A second ยืนยัน is answered with the number it had."""
    case = talk.desk.tx.complaints.by_draft(press.draft_id)
    if case is not None and case.restricted:
        return [Text(talk.say("conduct.filed_already"))]
    if case is not None and case.reporter == talk.speaker.line_user_id:
        return [Text(talk.say("office.filed_already", number=case.number))]
    return [Text(talk.say("office.old_button"))]


def _global_word(talk: Talk, incoming: Incoming) -> str:
    """The menu tile, `work`, `cancel` or `back` that was typed or pressed; else nothing."""
    if incoming.press is not None:
        return incoming.press.value if incoming.press.value in {CANCEL, BACK} else ""
    if incoming.kind is not Kind.TEXT:
        return ""
    typed = incoming.text.strip().lower()
    words = talk.desk.office.words
    for key in office.MENU:
        if typed in words.spoken(f"menu.{key}"):
            return key
    for key, word in (
        ("button.cancel", CANCEL),
        ("button.back", BACK),
        ("menu.work", "work"),
        (my_data.WORD, my_data.NAME),
    ):
        if typed in words.spoken(key):
            return word
    return ""


def _meet(desk: Desk, incoming: Incoming) -> Talk:
    """Who is speaking. Somebody new is looked up at LINE, outside this transaction."""
    person = desk.tx.people.find(incoming.sender)
    if person is None:
        desk.tx.people.meet(incoming.sender, desk.now)
        desk.tx.errands.ask(ErrandKind.PROFILE, incoming.sender, desk.now)
    post = desk.tx.officers.by_line(incoming.sender)
    language = person.language if person and person.language else _guess_language(incoming.text)
    bilingual = language == "en" and post is None
    speaker = Speaker(incoming.sender, "en" if bilingual else "th")
    return Talk(desk, speaker, post)


def _guess_language(text: str) -> str:
    """Until LINE has told: a text of Latin letters without a Thai one is English, but a code is not."""
    if officers.looks_like_code(text) or read_code(text):
        return "th"
    has_thai = any("\u0e00" <= letter <= "\u0e7f" for letter in text)
    has_latin = any("a" <= letter <= "z" for letter in text.lower())
    return "en" if has_latin and not has_thai else "th"


def _at(talk: Talk, place: Place) -> Talk:
    return replace(talk, flow=place.flow, draft_id=place.draft_id, draft=place.draft)
