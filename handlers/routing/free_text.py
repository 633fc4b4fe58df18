"""A message while nothing is under way, and what whoever sent it may want."""

from domain.cases import case_number
from domain.cases.case_number import CaseNumber, Mistyped
from domain.language import classifier, intent
from domain.language.intent import Intent
from handlers.access.work_list import own_asked
from handlers.conversations import FLOWS, conduct, main_menu
from handlers.conversations.complaint import flow as complaint
from handlers.conversations.reporter import answer_or_dispute, follow_up, tracking
from handlers.core.messages import ButtonAction, Choice, EventKind, InboundEvent, Reply, Text
from handlers.engine import conversation, saved_conversation
from handlers.engine.turn import Turn
from handlers.usecases import attachments, officers
from handlers.usecases.complaints import DETAIL_LIMIT
from handlers.usecases.conduct import read_code

REPORT = "report"


def respond(turn: Turn, event: InboundEvent) -> list[Reply]:
    """Evidence, a code or a number speak for themselves; words by what they mean."""
    if attachments.is_evidence(event):
        return _sent_first(turn, event, follow_up.by_evidence(turn) or complaint.start(turn))
    if event.kind is EventKind.PIN and event.location is not None:
        return _sent_first(turn, event, complaint.start(turn))
    text = event.text.strip()
    if event.kind is not EventKind.TEXT or not text:
        return main_menu.home(turn, "attachment.received")
    if officers.looks_like_code(text):
        return _link(turn, text)
    code = read_code(text)
    if code:
        return tracking.show_code(turn, code)
    prefix = turn.uow.context.catalog.organisation.case_prefix
    match case_number.scan(text, prefix):
        case CaseNumber() as number:
            return follow_up.by_number(turn, str(number), text)
        case Mistyped(seen):
            return [Text(turn.say("tracking.mistyped", seen=seen))]
    asked = own_asked(turn.uow, turn.user.line_user_id)
    if asked:
        return answer_or_dispute.start_answer(turn, asked, text)
    return follow_up.by_words(turn, text) or by_intent(turn, text)


def by_intent(turn: Turn, text: str) -> list[Reply]:
    """A complaint, a greeting, a question, a request: words without anything that went before."""
    told = turn.uow.context.translations.said_behind(f"menu.{REPORT}", text)
    wanted = Intent.COMPLAINT if told else intent.read(text, turn.uow.context.lexicon)
    text = told or text
    if wanted is not Intent.COMPLAINT and turn.uow.context.emergencies.contacts(text):
        return complaint.start(turn, detail=text[:DETAIL_LIMIT])
    match wanted:
        case Intent.COMPLAINT if _is_about_staff(turn, text):
            return conduct.offer(turn, text)
        case Intent.COMPLAINT:
            return complaint.start(turn, detail=text[:DETAIL_LIMIT])
        case Intent.GREETING:
            return main_menu.home(turn, "office.greeting")
        case Intent.THANKS:
            return main_menu.home(turn, "office.thanks")
        case Intent.INSULT:
            return main_menu.home(turn, "office.insult")
        case Intent.REQUEST:
            return _service(turn, text) or complaint.start(turn, detail=text)
    return _asked(turn, text, wanted)


def _asked(turn: Turn, text: str, wanted: Intent) -> list[Reply]:
    """A question, or what nobody can tell."""
    if wanted is Intent.UNCLEAR:
        more = follow_up.by_afterthought(turn, text)
        if more is not None:
            return more
    services = main_menu.search(turn, text)
    if services is None and intent.asks_contact(text, turn.uow.context.lexicon):
        return main_menu.contact(turn)
    return services or main_menu.unknown(turn, text)


def _sent_first(turn: Turn, event: InboundEvent, begun: list[Reply]) -> list[Reply]:
    """A photo, a voice or a pin before any word belongs to what it has begun; the rest of its set joins it."""
    running = saved_conversation.load(turn.uow, turn.user.line_user_id)
    if running is None:
        return begun
    return conversation.advance(turn.at(running), FLOWS[running.flow], event)


def _service(turn: Turn, text: str) -> list[Reply] | None:
    """The steps of the service that is asked for, and a button to say that it is a complaint all the same."""
    steps = main_menu.search(turn, text)
    if steps is None:
        return None
    outright = f"{turn.label(f'menu.{REPORT}')} {text}"
    choice = Choice(turn.label("button.report_this"), ButtonAction.SAY, outright)
    return [*steps, Text(turn.say("office.if_a_problem"), (choice,))]


def _link(turn: Turn, text: str) -> list[Reply]:
    linked = officers.link(turn.uow, turn.user.line_user_id, text)
    return [Text(turn.say("officer.linked", name=linked.name))]


def _is_about_staff(turn: Turn, text: str) -> bool:
    """Whether the likeliest topic is one that only keepers may see."""
    context = turn.uow.context
    guesses = classifier.rank(text, context.lexicon)
    return bool(guesses) and context.catalog.is_about_staff(guesses[0])
