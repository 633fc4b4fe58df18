"""A message while nothing is under way, and what whoever sent it may want."""

from domain.cases import case_number
from domain.cases.case_number import CaseNumber, Mistyped
from domain.language import classifier, intent
from domain.language.intent import Intent
from handlers.conversations import FLOWS, conduct, main_menu
from handlers.conversations.complaint import flow as complaint
from handlers.conversations.reporter import answer_or_dispute, follow_up, tracking
from handlers.core.messages import Choice, Does, Incoming, Kind, Reply, Text
from handlers.engine import conversation
from handlers.engine.conversation import Talk
from handlers.usecases import attachments, officers
from handlers.usecases.complaints import DETAIL_LIMIT
from handlers.usecases.conduct import read_code

REPORT = "report"


def hear(talk: Talk, incoming: Incoming) -> list[Reply]:
    """Evidence, a code or a number speak for themselves; words by what they mean."""
    if attachments.is_evidence(incoming):
        return _sent_first(talk, incoming, follow_up.by_evidence(talk) or complaint.start(talk))
    if incoming.kind is Kind.PIN and incoming.pin is not None:
        return _sent_first(talk, incoming, complaint.start(talk))
    text = incoming.text.strip()
    if incoming.kind is not Kind.TEXT or not text:
        return main_menu.home(talk, "attachment.received")
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
        return answer_or_dispute.start_answer(talk, asked, text)
    return follow_up.by_words(talk, text) or by_intent(talk, text)


def by_intent(talk: Talk, text: str) -> list[Reply]:
    """A complaint, a greeting, a question, a request: words without anything that went before."""
    told = talk.desk.office.words.said_behind(f"menu.{REPORT}", text)
    wanted = Intent.COMPLAINT if told else intent.read(text, talk.desk.office.lexicon)
    text = told or text
    if wanted is not Intent.COMPLAINT and talk.desk.office.emergencies.contacts(text):
        return complaint.start(talk, detail=text[:DETAIL_LIMIT])
    match wanted:
        case Intent.COMPLAINT if _is_about_staff(talk, text):
            return conduct.start(talk, story=text[: conduct.STORY_LIMIT], offered=True)
        case Intent.COMPLAINT:
            return complaint.start(talk, detail=text[:DETAIL_LIMIT])
        case Intent.GREETING:
            return main_menu.home(talk, "office.greeting")
        case Intent.THANKS:
            return main_menu.home(talk, "office.thanks")
        case Intent.INSULT:
            return main_menu.home(talk, "office.insult")
        case Intent.REQUEST:
            return _service(talk, text) or complaint.start(talk, detail=text)
    return _asked(talk, text, wanted)


def _asked(talk: Talk, text: str, wanted: Intent) -> list[Reply]:
    """A question, or what nobody can tell."""
    if wanted is Intent.UNCLEAR:
        more = follow_up.by_afterthought(talk, text)
        if more is not None:
            return more
    services = main_menu.search(talk, text)
    if services is None and intent.asks_contact(text, talk.desk.office.lexicon):
        return main_menu.contact(talk)
    return services or main_menu.unknown(talk, text)


def _sent_first(talk: Talk, incoming: Incoming, begun: list[Reply]) -> list[Reply]:
    """A photo, a voice or a pin before any word belongs to what it has begun; the rest of its set joins it."""
    place = talk.desk.tx.conversations.find(talk.speaker.line_user_id)
    return (
        begun
        if place is None
        else conversation.advance(talk.at(place), FLOWS[place.flow], incoming)
    )


def _service(talk: Talk, text: str) -> list[Reply] | None:
    """The steps of the service that is asked for, and a button to say that it is a complaint all the same."""
    steps = main_menu.search(talk, text)
    if steps is None:
        return None
    outright = f"{talk.label(f'menu.{REPORT}')} {text}"
    choice = Choice(talk.label("button.report_this"), Does.SAY, outright)
    return [*steps, Text(talk.say("office.if_a_problem"), (choice,))]


def _link(talk: Talk, text: str) -> list[Reply]:
    linked = officers.link(talk.desk, talk.speaker.line_user_id, text)
    return [Text(talk.say("officer.linked", name=linked.name))]


def _is_about_staff(talk: Talk, text: str) -> bool:
    """Whether the likeliest topic is one that only keepers may see."""
    office = talk.desk.office
    guesses = classifier.rank(text, office.lexicon)
    return bool(guesses) and office.catalog.category(guesses[0]).restricted
