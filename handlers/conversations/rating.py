"""Rating a closed case or a visit to a counter: the score first, then why if it is low, then words.

Draft: case (id) or service (key), score, rating (id of the kept row), reason, comment.
"""

from domain.cases import case_number
from domain.cases.complaint import Complaint, Status
from domain.errors import Refused
from domain.figures.rating_scale import CHANGE_DAYS, NEEDS_A_REASON, REASONS, SCORES
from domain.language import intent
from domain.language.intent import Intent
from handlers.core.i18n import Both
from handlers.core.messages import Card, Choice, Does, Incoming, Kind, Reply, Text, row_key
from handlers.engine.conversation import Draft, Flow, Leave, NotUnderstood, Step, Talk, begin
from handlers.usecases import ratings

NAME = "rating"
CASES_OFFERED = 3
COMMENT_LIMIT = 1000


def start(talk: Talk) -> list[Reply]:
    return begin(talk, FLOW, {})


def start_with_case(talk: Talk, case_id: int) -> list[Reply]:
    """From the button under a closed case. Refuses at once when it cannot be rated."""
    case = ratings.ratable(talk.desk, talk.speaker.line_user_id, case_id)
    return begin(talk, FLOW, {"case": case.id})


def start_with_service(talk: Talk, key: str) -> list[Reply]:
    """From the button under a service card. Refuses when the office no longer offers it."""
    if key not in {service.key for service in talk.desk.office.catalog.services}:
        raise Refused("no_such_service")
    return begin(talk, FLOW, {"service": key})


def _offered(talk: Talk) -> list[Complaint]:
    """The newest of one's own closed cases that are not rated yet."""
    tx, person = talk.desk.tx, talk.speaker.line_user_id
    return [
        case
        for case in tx.complaints.of_reporter(person, CASES_OFFERED * 3)
        if case.status is Status.CLOSED
        and not case.restricted
        and tx.ratings.rated_at(person, case.id) is None
    ][:CASES_OFFERED]


def _ask_subject(talk: Talk) -> list[Reply]:
    return [
        Card(
            title=talk.say("rating.subject_title"),
            alt=talk.say("rating.ask_subject"),
            body=talk.say("rating.ask_subject"),
            buttons=(
                *(
                    talk.named_button(_known_as(talk, case), "subject", f"case-{case.id}")
                    for case in _offered(talk)
                ),
                *(
                    talk.named_button(
                        talk.name(Both(service.th, service.en)), "subject", f"service-{service.key}"
                    )
                    for service in talk.desk.office.catalog.services
                ),
            ),
            choices=(talk.button("button.cancel", "subject", "cancel"),),
        )
    ]


def _known_as(talk: Talk, case: Complaint) -> str:
    category = talk.desk.office.catalog.category(case.category)
    return f"{case.number} {talk.name(Both(category.th, category.en))}"


def _hear_subject(talk: Talk, incoming: Incoming) -> Draft:
    kind, _, key = incoming.press.value.partition("-") if incoming.press else ("", "", "")
    if kind == "case" and row_key(key):
        return {**talk.draft, "case": row_key(key)}
    if kind == "service" and key in {service.key for service in talk.desk.office.catalog.services}:
        return {**talk.draft, "service": key}
    prefix = talk.desk.office.catalog.organisation.case_prefix
    # Of what stands on such a button the number alone is what people type.
    number = str(case_number.read(incoming.text, prefix))
    for case in _offered(talk):
        if case.number == number:
            return {**talk.draft, "case": case.id}
    _leave_for_trouble(talk, incoming)
    raise NotUnderstood("rating.subject_needed")


def _leave_for_trouble(talk: Talk, incoming: Incoming) -> None:
    """Whoever tells of a problem where only a press answers wants to report it, not to rate."""
    text = incoming.text.strip()
    if incoming.press is None and incoming.kind is Kind.TEXT:
        office = talk.desk.office
        is_trouble = intent.read(text, office.lexicon) is Intent.COMPLAINT
        if is_trouble or office.emergencies.contacts(text):
            raise Leave(text)


def _ask_score(talk: Talk) -> list[Reply]:
    return [
        Text(
            talk.say("rating.ask_score"),
            (
                *(talk.button(f"button.score_{score}", "score", str(score)) for score in SCORES),
                talk.button("button.cancel", "score", "cancel"),
            ),
        )
    ]


def _hear_score(talk: Talk, incoming: Incoming) -> Draft:
    said = incoming.press.value if incoming.press else incoming.text.strip()
    if said not in {str(score) for score in SCORES} or "rating" in talk.draft:
        _leave_for_trouble(talk, incoming)
        raise NotUnderstood("rating.score_needed")
    score, rater = int(said), talk.speaker.line_user_id
    try:
        if "case" in talk.draft:
            kept = ratings.rate_case(talk.desk, rater, talk.draft["case"], score)
        else:
            kept = ratings.rate_service(talk.desk, rater, talk.draft["service"], score)
    except Refused as refusal:
        return {**talk.draft, "refused": refusal.key}
    return {**talk.draft, "score": score, "rating": kept}


def _ask_reason(talk: Talk) -> list[Reply]:
    return [
        Text(
            talk.say("rating.ask_reason"),
            (
                *(talk.button(f"button.reason_{reason}", "reason", reason) for reason in REASONS),
                talk.button("button.skip", "reason", "skip"),
            ),
        )
    ]


def _hear_reason(talk: Talk, incoming: Incoming) -> Draft:
    draft = {**talk.draft, "reason": "skip"}
    if incoming.press is None:
        if incoming.kind is not Kind.TEXT or not incoming.text.strip():
            raise NotUnderstood("rating.reason_needed")
        return {**draft, "comment": incoming.text.strip()[:COMMENT_LIMIT]}
    return {**draft, "reason": incoming.press.value}


def _ask_comment(talk: Talk) -> list[Reply]:
    back = (talk.button("button.back", "comment", "back"),) if talk.draft.get("reason") else ()
    ways = (talk.button("button.skip", "comment", "skip"), *back)
    return [Text(talk.say("rating.ask_comment"), ways)]


def _hear_comment(talk: Talk, incoming: Incoming) -> Draft:
    if incoming.press is not None:
        return {**talk.draft, "comment": ""}
    if incoming.kind is not Kind.TEXT or not incoming.text.strip():
        raise NotUnderstood("rating.comment_needed")
    return {**talk.draft, "comment": incoming.text.strip()[:COMMENT_LIMIT]}


def _finish(talk: Talk) -> list[Reply]:
    draft = talk.draft
    if "refused" in draft:
        return [Text(talk.say(f"refusals.{draft['refused']}"))]
    reason = draft.get("reason")
    ratings.explain(
        talk.desk,
        talk.speaker.line_user_id,
        draft["rating"],
        reasons=(reason,) if reason in REASONS else (),
        comment=draft.get("comment", ""),
    )
    if reason == "money":
        conduct = Choice(talk.label("menu.conduct"), Does.SAY, talk.label("menu.conduct"))
        return [Text(talk.say("rating.thanks_money"), (conduct,))]
    if "case" in draft:
        return [Text(talk.say("rating.thanks_case", days=CHANGE_DAYS))]
    return [Text(talk.say("rating.thanks"))]


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
            _hear_subject,
        ),
        Step(
            "score",
            (),
            lambda draft: not ("score" in draft or "refused" in draft),
            _ask_score,
            _hear_score,
        ),
        Step("reason", ("reason",), _needs_reason, _ask_reason, _hear_reason),
        Step(
            "comment",
            ("comment",),
            lambda draft: "comment" not in draft and "refused" not in draft,
            _ask_comment,
            _hear_comment,
        ),
    ),
    _finish,
)
