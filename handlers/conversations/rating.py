"""The conversation of a rating: of a closed case or a visit to a counter.

It asks for the score, for a reason if the score is low, and for a comment.
"""

from dataclasses import dataclass, replace

from domain.cases import case_number
from domain.cases.complaint import Complaint, Status
from domain.errors import Refused
from domain.figures.rating_scale import CHANGE_DAYS, NEEDS_A_REASON, REASONS, SCORES
from domain.language.acts import Act
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
from handlers.engine.conversation import begin
from handlers.engine.draft import Draft, typed_text
from handlers.engine.flow import Exit, Flow, NotUnderstood, Step
from handlers.engine.turn import ConversationTurn, Turn
from handlers.usecases import ratings
from handlers.views import inquiry_card

NAME = "rating"
CASES_OFFERED = 3
COMMENT_LIMIT = 1000
SKIP = "skip"


@dataclass(frozen=True)
class RatingDraft(Draft, flow=NAME):
    """The draft of a rating of a `case` (an id) or a `service` (a key).

    `rating`: the id of the stored rating, None before there is a score. `reason`: a key of REASONS or SKIP.
    `comment`: None if not answered yet; may be empty. `refused`: the key of the refusal that ends the rating.
    """

    case: int | None = None
    service: str = ""
    score: int | None = None
    rating: int | None = None
    reason: str = ""
    comment: str | None = typed_text(None)
    refused: str = ""


RatingTurn = ConversationTurn[RatingDraft]


def start(turn: Turn) -> list[Reply]:
    """Begin a rating; returns the question what to rate."""
    return begin(turn, FLOW, RatingDraft())


def start_with_case(turn: Turn, case_id: int) -> list[Reply]:
    """Begin the rating of a closed case. Raises Refused as `ratings.ratable` does."""
    case = ratings.ratable(turn.uow, turn.user.line_user_id, case_id)
    return begin(turn, FLOW, RatingDraft(case=case.id))


def start_with_service(turn: Turn, key: str) -> list[Reply]:
    """Begin the rating of a service by its key. Raises Refused no_such_service."""
    if key not in {service.key for service in turn.uow.context.catalog.services}:
        raise Refused("no_such_service")
    return begin(turn, FLOW, RatingDraft(service=key))


def _offered(turn: Turn) -> list[Complaint]:
    """Return the person's newest closed cases that are not rated yet, at most CASES_OFFERED."""
    tx, person = turn.uow.tx, turn.user.line_user_id
    return [
        case
        for case in tx.complaints.of_reporter(person, CASES_OFFERED * 3)
        if case.status is Status.CLOSED and tx.ratings.rated_at(person, case.id) is None
    ][:CASES_OFFERED]


def _ask_subject(turn: RatingTurn) -> list[Reply]:
    return [
        Card(
            title=turn.say("rating.subject_title"),
            alt=turn.say("rating.ask_subject"),
            body=turn.say("rating.ask_subject"),
            buttons=turn.named_buttons(
                "subject",
                {f"case-{case.id}": _case_label(turn, case) for case in _offered(turn)}
                | {
                    f"service-{service.key}": Bilingual(service.th, service.en)
                    for service in turn.uow.context.catalog.services
                },
            ),
            choices=(turn.button("button.cancel", "subject", "cancel"),),
        )
    ]


def _case_label(turn: Turn, case: Complaint) -> str:
    category = turn.uow.context.catalog.category(case.category)
    return f"{case.number} {turn.name(Bilingual(category.th, category.en))}"


def _parse_subject(turn: RatingTurn, event: InboundEvent) -> RatingDraft:
    kind, _, key = event.postback.value.partition("-") if event.postback else ("", "", "")
    if kind == "case" and row_key(key):
        return replace(turn.draft, case=row_key(key))
    if kind == "service" and key in {service.key for service in turn.uow.context.catalog.services}:
        return replace(turn.draft, service=key)
    prefix = turn.uow.context.catalog.organisation.case_prefix
    # Of a case's label people type only the number.
    number = str(case_number.read(event.text, prefix))
    for case in _offered(turn):
        if case.number == number:
            return replace(turn.draft, case=case.id)
    _exit_for_problem(turn, event)
    raise NotUnderstood("rating.subject_needed")


def _exit_for_problem(turn: Turn, event: InboundEvent) -> None:
    """Raise Exit if the answer is a text that reports a problem: its sender does not want to rate."""
    text = event.text.strip()
    if event.postback is None and event.kind is EventKind.TEXT:
        understood = turn.uow.understood(text)
        if understood.act in {Act.COMPLAINT, Act.CONDUCT} or understood.danger:
            raise Exit(text)


def _ask_score(turn: RatingTurn) -> list[Reply]:
    return [
        Text(
            turn.say("rating.ask_score"),
            turn.buttons(
                "score",
                {str(score): f"button.score_{score}" for score in SCORES}
                | {"cancel": "button.cancel"},
            ),
        )
    ]


def _parse_score(turn: RatingTurn, event: InboundEvent) -> RatingDraft:
    answer = event.postback.value if event.postback else event.text.strip()
    if answer not in {str(score) for score in SCORES} or turn.draft.rating is not None:
        _exit_for_problem(turn, event)
        raise NotUnderstood("rating.score_needed")
    score, rater = int(answer), turn.user.line_user_id
    try:
        if turn.draft.case is not None:
            rating_id = ratings.rate_case(turn.uow, rater, turn.draft.case, score)
        else:
            rating_id = ratings.rate_service(turn.uow, rater, turn.draft.service, score)
    except Refused as refusal:
        return replace(turn.draft, refused=refusal.key)
    return replace(turn.draft, score=score, rating=rating_id)


def _ask_reason(turn: RatingTurn) -> list[Reply]:
    return [
        Text(
            turn.say("rating.ask_reason"),
            turn.buttons(
                "reason",
                {reason: f"button.reason_{reason}" for reason in REASONS} | {SKIP: "button.skip"},
            ),
        )
    ]


def _parse_reason(turn: RatingTurn, event: InboundEvent) -> RatingDraft:
    if event.postback is None:
        is_command = turn.uow.understood(event.text).command is not None
        if event.kind is not EventKind.TEXT or not event.text.strip() or is_command:
            raise NotUnderstood("rating.reason_needed")
        comment = event.text.strip()[:COMMENT_LIMIT]
        return replace(turn.draft, reason=SKIP, comment=comment)
    if event.postback.value not in (*REASONS, SKIP):
        raise NotUnderstood("rating.reason_needed")
    return replace(turn.draft, reason=event.postback.value)


def _ask_comment(turn: RatingTurn) -> list[Reply]:
    back = {"back": "button.back"} if turn.draft.reason else {}
    return [
        Text(turn.say("rating.ask_comment"), turn.buttons("comment", {SKIP: "button.skip"} | back))
    ]


def _parse_comment(turn: RatingTurn, event: InboundEvent) -> RatingDraft:
    if event.postback is not None and event.postback.value == SKIP:
        return replace(turn.draft, comment="")
    command = turn.uow.understood(event.text).command or ""
    # The words of a score ("very good") are a comment, other commands are none.
    is_command = bool(command) and not command.startswith("score_")
    if event.kind is not EventKind.TEXT or not event.text.strip() or is_command:
        raise NotUnderstood("rating.comment_needed")
    return replace(turn.draft, comment=event.text.strip()[:COMMENT_LIMIT])


def _finish(turn: RatingTurn) -> list[Reply]:
    draft = turn.draft
    if draft.refused:
        return [Text(turn.say(f"refusals.{draft.refused}"))]
    assert draft.rating is not None
    ratings.explain(
        turn.uow,
        turn.user.line_user_id,
        draft.rating,
        reasons=(draft.reason,) if draft.reason in REASONS else (),
        comment=draft.comment or "",
        draft_id=turn.draft_id,
    )
    if draft.reason == "money":
        conduct = Choice(turn.label("menu.conduct"), ButtonAction.SAY, turn.label("menu.conduct"))
        return [Text(turn.say("rating.thanks_money"), (conduct,))]
    problem = _problem_in(turn, draft.comment or "")
    if problem is not None:
        return [problem]
    if draft.case is not None:
        return [Text(turn.say("rating.thanks_case", days=CHANGE_DAYS))]
    return [Text(turn.say("rating.thanks"))]


def _problem_in(turn: RatingTurn, comment: str) -> Reply | None:
    """Return the thanks with a button that reports the problem of a comment; None if it tells of none."""
    understood = turn.uow.understood(comment)
    tells = understood.act is Act.COMPLAINT and understood.names_a_problem
    if not comment or not (tells or understood.danger):
        return None
    report = inquiry_card.say_button(
        turn.translator, "button.report_this", sends="menu.report", words=comment
    )
    return Text(turn.say("rating.thanks_problem"), (report,))


def _needs_reason(draft: RatingDraft) -> bool:
    return draft.score is not None and draft.score <= NEEDS_A_REASON and not draft.reason


STEPS = (
    Step[RatingDraft](
        "subject",
        lambda draft: draft.case is None and not draft.service,
        _ask_subject,
        _parse_subject,
        lambda draft: replace(draft, case=None, service=""),
    ),
    Step[RatingDraft](
        "score",
        lambda draft: draft.rating is None and not draft.refused,
        _ask_score,
        _parse_score,
    ),
    Step[RatingDraft](
        "reason", _needs_reason, _ask_reason, _parse_reason, lambda draft: replace(draft, reason="")
    ),
    Step[RatingDraft](
        "comment",
        lambda draft: draft.comment is None and not draft.refused,
        _ask_comment,
        _parse_comment,
        lambda draft: replace(draft, comment=None),
    ),
)
FLOW = Flow(RatingDraft, lambda _turn: STEPS, _finish)
