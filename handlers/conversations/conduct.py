"""A complaint about staff: whom it concerns, when, what happened, evidence, and how much of the reporter is kept.

Draft: story, who, departments, when, proof (evidence in words), evidence (ids) and its owner, sets, link,
offered and agreed (a story we guessed to be one), aside, confirmed.
"""

from datetime import timedelta
from typing import Any

from domain.cases.conduct import Conduct, ReporterLink
from handlers.access import restricted
from handlers.core import dates
from handlers.core.i18n import Bilingual
from handlers.core.messages import Card, Choice, EventKind, InboundEvent, Reply, Row, Text, Tone
from handlers.engine.conversation import Draft, Flow, NotUnderstood, Step, SwitchTo, Turn, begin
from handlers.usecases import attachments, complaints, conduct
from handlers.usecases.complaints import NewComplaint
from handlers.views import attachment_view, conduct_card

NAME = "conduct"
STORY_LIMIT = 5000
ANSWER_LIMIT = 300
DAYS = ("today", "yesterday")
EDITABLE = ("who", "when", "story", "proof", "link")


def start(turn: Turn, **known: Any) -> list[Reply]:  # noqa: ANN401 - whatever of the draft is known
    return begin(turn, FLOW, known)


# ------------------------------------------------------------------ the offer, when it was our guess
def _ask_offer(turn: Turn) -> list[Reply]:
    return [
        Text(
            turn.say("conduct.offer"),
            (
                turn.button("menu.conduct", "offer", "yes"),
                turn.button("button.ordinary", "offer", "no"),
                turn.button("button.cancel", "offer", "cancel"),
            ),
        )
    ]


def _parse_offer(turn: Turn, event: InboundEvent) -> Draft:
    match event.postback.value if event.postback else "":
        case "yes":
            return {**turn.draft, "agreed": True}
        case "no":
            story = turn.draft.get("story", "")
            raise SwitchTo("complaint", detail=story, **attachments.carried(turn.draft))
        case _ if event.kind is EventKind.TEXT and event.text.strip():
            # The story may have been taken back in LINE while we ask.
            said = filter(None, (turn.draft.get("story"), event.text.strip()))
            return {**turn.draft, "story": "\n".join(said)[:STORY_LIMIT]}
    raise NotUnderstood("complaint.press_needed")


# ------------------------------------------------------------------ the four questions
def _ask_who(turn: Turn) -> list[Reply]:
    sections = turn.uow.context.catalog.departments
    return [
        Text(
            turn.say("conduct.ask_who"),
            (
                *(
                    turn.named_button(
                        turn.name(Bilingual(one.short_th, one.short_en)), "who", one.key
                    )
                    for one in sections[:10]
                ),
                turn.button("button.unknown", "who", "unknown"),
                turn.button("button.cancel", "who", "cancel"),
            ),
        )
    ]


def _parse_who(turn: Turn, event: InboundEvent) -> Draft:
    sections = {one.key: one for one in turn.uow.context.catalog.departments}
    pressed = event.postback.value if event.postback else ""
    if pressed in sections:
        return {**turn.draft, "who": sections[pressed].th, "departments": [pressed]}
    who = turn.label("button.unknown") if pressed == "unknown" else _typed(event, "who")
    return {**turn.draft, "who": who[:ANSWER_LIMIT], "departments": []}


def _ask_when(turn: Turn) -> list[Reply]:
    days = (turn.button(f"button.{day}", "when", day) for day in DAYS)
    return [
        Text(
            turn.say("conduct.ask_when"),
            (
                *days,
                turn.button("button.unknown", "when", "unknown"),
                turn.button("button.back", "when", "back"),
                turn.button("button.cancel", "when", "cancel"),
            ),
        )
    ]


def _parse_when(turn: Turn, event: InboundEvent) -> Draft:
    pressed = event.postback.value if event.postback else ""
    if pressed == "unknown":
        return {**turn.draft, "when": turn.label("button.unknown")}
    if pressed in DAYS:
        # The word alone means another day tomorrow.
        day = dates.day(turn.uow.now - timedelta(days=DAYS.index(pressed)))
        return {**turn.draft, "when": turn.name(day)}
    return {**turn.draft, "when": _typed(event, "when")[:ANSWER_LIMIT]}


def _ask_story(turn: Turn) -> list[Reply]:
    return [Text(turn.say("conduct.ask_story"), _ways_out(turn, "story"))]


def _parse_story(turn: Turn, event: InboundEvent) -> Draft:
    return {**turn.draft, "story": _typed(event, "story")[:STORY_LIMIT]}


def _ask_proof(turn: Turn) -> list[Reply]:
    sent = turn.draft.get("evidence", ())
    key = "conduct.ask_more_proof" if sent else "conduct.ask_proof"
    enough = turn.button("button.enough" if sent else "button.no_proof", "proof", "enough")
    return [
        Text(turn.say(key, sent=_counted(turn)), (enough, *_ways_out(turn, "proof"))),
    ]


def _parse_proof(turn: Turn, event: InboundEvent) -> Draft:
    if event.postback is not None:
        return {**turn.draft, "proof": ""}
    return {**turn.draft, "proof": _typed(event, "proof")[:ANSWER_LIMIT]}


def _ask_link(turn: Turn) -> list[Reply]:
    signed_urls = (
        turn.button(f"button.link_{link.value}", "link", link.value) for link in ReporterLink
    )
    return [Text(turn.say("conduct.ask_link"), (*signed_urls, *_ways_out(turn, "link")))]


def _parse_link(turn: Turn, event: InboundEvent) -> Draft:
    if event.postback is None or event.postback.value not in set(ReporterLink):
        raise NotUnderstood("complaint.press_needed")
    return {**turn.draft, "link": event.postback.value}


# ------------------------------------------------------------------ who will see what, and sent
def _ask_review(turn: Turn) -> list[Reply]:
    about, story = _about(turn.draft), turn.draft["story"]
    nobody = not restricted.custodians_for(turn.uow, about, story)
    card = Card(
        title=turn.say("complaint.review_title"),
        alt=turn.say("conduct.review_alt"),
        heading=turn.say("complaint.review_heading"),
        tone=Tone.WAITING,
        body=story,
        rows=(
            *conduct_card.particulars(turn.translator, about),
            Row(turn.say("card.evidence"), turn.translator.full(_counted(turn))),
            Row(turn.say("card.name"), turn.say(f"button.link_{about.link.value}")),
            *conduct_card.who_sees(turn.uow, turn.translator, about, story),
        ),
        buttons=(
            turn.button("button.confirm", "review", "yes"),
            turn.button("button.edit", "review", "edit"),
            turn.button("button.cancel", "review", "cancel"),
        ),
        choices=(
            turn.button("button.confirm", "review", "yes"),
            turn.button("button.edit", "review", "edit"),
            turn.button("button.cancel", "review", "cancel"),
        ),
    )
    return [conduct_card.outside(turn.uow, turn.translator), card] if nobody else [card]


def _parse_review(turn: Turn, event: InboundEvent) -> Draft:
    if event.postback is None:
        story = f"{turn.draft['story']}\n{_typed(event, 'story')}"
        return {**turn.draft, "story": story[:STORY_LIMIT]}
    if event.postback.value == "yes":
        if not complaints.may_file(turn.uow, turn.user.line_user_id):
            phone = turn.uow.context.catalog.organisation.phone
            raise NotUnderstood("complaint.too_many", most=complaints.MOST_A_DAY, phone=phone)
        return {**turn.draft, "confirmed": True}
    return {**turn.draft, "aside": "edit"}


def _ask_edit(turn: Turn) -> list[Reply]:
    parts = (turn.button(f"button.edit_{what}", "edit", what) for what in EDITABLE)
    return [
        Text(turn.say("complaint.ask_edit"), (*parts, turn.button("button.back", "edit", "back")))
    ]


def _parse_edit(turn: Turn, event: InboundEvent) -> Draft:
    what = event.postback.value if event.postback else ""
    if what not in EDITABLE:
        raise NotUnderstood("complaint.press_needed")
    return {key: value for key, value in turn.draft.items() if key not in {what, "aside"}}


def _finish(turn: Turn) -> list[Reply]:
    draft = turn.draft
    new = NewComplaint(
        category=conduct.category_of(turn.uow),
        detail=draft["story"],
        evidence=attachments.sent(draft),
    )
    reporter = turn.user.line_user_id
    case, code = conduct.file(turn.uow, reporter, new, _about(draft), turn.draft_id)
    receipt = conduct_card.receipt(turn.uow, turn.translator, case, code)
    if restricted.custodians_of(turn.uow, case):
        return [receipt]
    return [conduct_card.outside(turn.uow, turn.translator), receipt]


def _on_media(turn: Turn, event: InboundEvent) -> Draft | None:
    if not attachments.is_evidence(event):
        return None
    return attachments.take(turn.uow, event, turn.draft, nameless=True)


def _about(draft: Draft) -> Conduct:
    return Conduct(
        ReporterLink(draft["link"]),
        who=draft["who"],
        departments=tuple(draft.get("departments", ())),
        when=draft["when"],
        evidence=draft["proof"],
    )


def _typed(event: InboundEvent, what: str) -> str:
    text = event.text.strip()
    if event.kind is not EventKind.TEXT or not text:
        raise NotUnderstood(f"conduct.{what}_needed")
    return text


def _counted(turn: Turn) -> Bilingual:
    sent = turn.uow.tx.attachments.get_many(turn.draft.get("evidence", ()))
    return attachment_view.counted(turn.translator.translations, sent)


def _ways_out(turn: Turn, step: str) -> tuple[Choice, ...]:
    return (
        turn.button("button.back", step, "back"),
        turn.button("button.cancel", step, "cancel"),
    )


def _lacks(key: str) -> Any:  # noqa: ANN401 - a predicate on a draft
    return lambda draft: key not in draft


FLOW = Flow(
    NAME,
    (
        Step(
            "offer",
            ("agreed",),
            lambda draft: bool(draft.get("offered")) and not draft.get("agreed"),
            _ask_offer,
            _parse_offer,
        ),
        Step("who", ("who", "departments"), _lacks("who"), _ask_who, _parse_who),
        Step("when", ("when",), _lacks("when"), _ask_when, _parse_when),
        Step("story", ("story",), lambda draft: not draft.get("story"), _ask_story, _parse_story),
        Step("proof", ("proof",), _lacks("proof"), _ask_proof, _parse_proof),
        Step("link", ("link",), _lacks("link"), _ask_link, _parse_link),
        Step("edit", (), lambda draft: draft.get("aside") == "edit", _ask_edit, _parse_edit),
        Step("review", ("confirmed",), _lacks("confirmed"), _ask_review, _parse_review),
    ),
    _finish,
    _on_media,
)
