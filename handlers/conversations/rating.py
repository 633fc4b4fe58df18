"""Rating a closed case or a visit to a counter: the score first, then why if it is low, then words.

Draft: case (id) or service (key), score, rating (id of the kept row), reason, comment.
"""

from domain.cases import case_number
from domain.cases.complaint import Complaint, Status
from domain.errors import Refused
from domain.figures.rating_scale import CHANGE_DAYS, NEEDS_A_REASON, REASONS, SCORES
from domain.language import intent
from domain.language.intent import Intent
from handlers.core.i18n import Bilingual
from handlers.core.messages import (
    ButtonAction,
    Card,
    Choice,
    EventKind,
    InboundEvent,
    Reply,
    Text,
    row_key,
)
from handlers.engine.conversation import Draft, Exit, Flow, NotUnderstood, Step, Turn, begin
from handlers.usecases import ratings

NAME = "rating"
CASES_OFFERED = 3
COMMENT_LIMIT = 1000


def start(turn: Turn) -> list[Reply]:
    return begin(turn, FLOW, {})


def start_with_case(turn: Turn, case_id: int) -> list[Reply]:
    """From the button under a closed case. Refuses at once when it cannot be rated."""
    case = ratings.ratable(turn.uow, turn.user.line_user_id, case_id)
    return begin(turn, FLOW, {"case": case.id})


def start_with_service(turn: Turn, key: str) -> list[Reply]:
    """From the button under a service card. Refuses when the office no longer offers it."""
    if key not in {service.key for service in turn.uow.context.catalog.services}:
        raise Refused("no_such_service")
    return begin(turn, FLOW, {"service": key})


def _offered(turn: Turn) -> list[Complaint]:
    """The newest of one's own closed cases that are not rated yet."""
    tx, person = turn.uow.tx, turn.user.line_user_id
    return [
        case
        for case in tx.complaints.of_reporter(person, CASES_OFFERED * 3)
        if case.status is Status.CLOSED
        and not case.restricted
        and tx.ratings.rated_at(person, case.id) is None
    ][:CASES_OFFERED]


def _ask_subject(turn: Turn) -> list[Reply]:
    return [
        Card(
            title=turn.say("rating.subject_title"),
            alt=turn.say("rating.ask_subject"),
            body=turn.say("rating.ask_subject"),
            buttons=(
                *(
                    turn.named_button(_known_as(turn, case), "subject", f"case-{case.id}")
                    for case in _offered(turn)
                ),
                *(
                    turn.named_button(
                        turn.name(Bilingual(service.th, service.en)),
                        "subject",
                        f"service-{service.key}",
                    )
                    for service in turn.uow.context.catalog.services
                ),
            ),
            choices=(turn.button("button.cancel", "subject", "cancel"),),
        )
    ]


def _known_as(turn: Turn, case: Complaint) -> str:
    category = turn.uow.context.catalog.category(case.category)
    return f"{case.number} {turn.name(Bilingual(category.th, category.en))}"


def _parse_subject(turn: Turn, event: InboundEvent) -> Draft:
    kind, _, key = event.postback.value.partition("-") if event.postback else ("", "", "")
    if kind == "case" and row_key(key):
        return {**turn.draft, "case": row_key(key)}
    if kind == "service" and key in {service.key for service in turn.uow.context.catalog.services}:
        return {**turn.draft, "service": key}
    prefix = turn.uow.context.catalog.organisation.case_prefix
    # Of what stands on such a button the number alone is what people type.
    number = str(case_number.read(event.text, prefix))
    for case in _offered(turn):
        if case.number == number:
            return {**turn.draft, "case": case.id}
    _leave_for_trouble(turn, event)
    raise NotUnderstood("rating.subject_needed")


def _leave_for_trouble(turn: Turn, event: InboundEvent) -> None:
    """Whoever tells of a problem where only a press answers wants to report it, not to rate."""
    text = event.text.strip()
    if event.postback is None and event.kind is EventKind.TEXT:
        context = turn.uow.context
        is_trouble = intent.read(text, context.lexicon) is Intent.COMPLAINT
        if is_trouble or context.emergencies.contacts(text):
            raise Exit(text)


def _ask_score(turn: Turn) -> list[Reply]:
    return [
        Text(
            turn.say("rating.ask_score"),
            (
                *(turn.button(f"button.score_{score}", "score", str(score)) for score in SCORES),
                turn.button("button.cancel", "score", "cancel"),
            ),
        )
    ]


def _parse_score(turn: Turn, event: InboundEvent) -> Draft:
    said = event.postback.value if event.postback else event.text.strip()
    if said not in {str(score) for score in SCORES} or "rating" in turn.draft:
        _leave_for_trouble(turn, event)
        raise NotUnderstood("rating.score_needed")
    score, rater = int(said), turn.user.line_user_id
    try:
        if "case" in turn.draft:
            kept = ratings.rate_case(turn.uow, rater, turn.draft["case"], score)
        else:
            kept = ratings.rate_service(turn.uow, rater, turn.draft["service"], score)
    except Refused as refusal:
        return {**turn.draft, "refused": refusal.key}
    return {**turn.draft, "score": score, "rating": kept}


def _ask_reason(turn: Turn) -> list[Reply]:
    return [
        Text(
            turn.say("rating.ask_reason"),
            (
                *(turn.button(f"button.reason_{reason}", "reason", reason) for reason in REASONS),
                turn.button("button.skip", "reason", "skip"),
            ),
        )
    ]


def _parse_reason(turn: Turn, event: InboundEvent) -> Draft:
    draft = {**turn.draft, "reason": "skip"}
    if event.postback is None:
        if event.kind is not EventKind.TEXT or not event.text.strip():
            raise NotUnderstood("rating.reason_needed")
        return {**draft, "comment": event.text.strip()[:COMMENT_LIMIT]}
    return {**draft, "reason": event.postback.value}


def _ask_comment(turn: Turn) -> list[Reply]:
    back = (turn.button("button.back", "comment", "back"),) if turn.draft.get("reason") else ()
    ways = (turn.button("button.skip", "comment", "skip"), *back)
    return [Text(turn.say("rating.ask_comment"), ways)]


def _parse_comment(turn: Turn, event: InboundEvent) -> Draft:
    if event.postback is not None:
        return {**turn.draft, "comment": ""}
    if event.kind is not EventKind.TEXT or not event.text.strip():
        raise NotUnderstood("rating.comment_needed")
    return {**turn.draft, "comment": event.text.strip()[:COMMENT_LIMIT]}


def _finish(turn: Turn) -> list[Reply]:
    draft = turn.draft
    if "refused" in draft:
        return [Text(turn.say(f"refusals.{draft['refused']}"))]
    reason = draft.get("reason")
    ratings.explain(
        turn.uow,
        turn.user.line_user_id,
        draft["rating"],
        reasons=(reason,) if reason in REASONS else (),
        comment=draft.get("comment", ""),
        draft_id=turn.draft_id,
    )
    if reason == "money":
        conduct = Choice(turn.label("menu.conduct"), ButtonAction.SAY, turn.label("menu.conduct"))
        return [Text(turn.say("rating.thanks_money"), (conduct,))]
    if "case" in draft:
        return [Text(turn.say("rating.thanks_case", days=CHANGE_DAYS))]
    return [Text(turn.say("rating.thanks"))]


def _needs_reason(draft: Draft) -> bool:
    return draft.get("score", max(SCORES)) <= NEEDS_A_REASON and not draft.get("reason")


FLOW = Flow(
    NAME,
    (
        Step(
            "subject",
            ("case", "service"),
            lambda draft: not ("case" in draft or "service" in draft),
            _ask_subject,
            _parse_subject,
        ),
        Step(
            "score",
            (),
            lambda draft: not ("score" in draft or "refused" in draft),
            _ask_score,
            _parse_score,
        ),
        Step("reason", ("reason",), _needs_reason, _ask_reason, _parse_reason),
        Step(
            "comment",
            ("comment",),
            lambda draft: "comment" not in draft and "refused" not in draft,
            _ask_comment,
            _parse_comment,
        ),
    ),
    _finish,
)
