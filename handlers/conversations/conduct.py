"""A complaint about staff: whom it concerns, when, what happened, evidence, and how much of the reporter is kept.

Draft: story, who, departments, when, proof (evidence in words), evidence (ids) and its owner, sets, link,
offered and agreed (a story we guessed to be one), aside, confirmed.
"""

from datetime import timedelta
from typing import Any

from domain.cases.conduct import Conduct, Link
from handlers.access import restricted
from handlers.core import dates
from handlers.core.i18n import Both
from handlers.core.messages import Card, Choice, Incoming, Kind, Reply, Row, Text, Tone
from handlers.engine.conversation import Divert, Draft, Flow, NotUnderstood, Step, Talk, begin
from handlers.usecases import attachments, complaints, conduct
from handlers.usecases.complaints import NewComplaint
from handlers.views import attachment_view, conduct_card

NAME = "conduct"
STORY_LIMIT = 5000
ANSWER_LIMIT = 300
DAYS = ("today", "yesterday")
EDITABLE = ("who", "when", "story", "proof", "link")


def start(talk: Talk, **known: Any) -> list[Reply]:  # noqa: ANN401 - whatever of the draft is known
    return begin(talk, FLOW, known)


# ------------------------------------------------------------------ the offer, when it was our guess
def _ask_offer(talk: Talk) -> list[Reply]:
    return [
        Text(
            talk.say("conduct.offer"),
            (
                talk.button("menu.conduct", "offer", "yes"),
                talk.button("button.ordinary", "offer", "no"),
                talk.button("button.cancel", "offer", "cancel"),
            ),
        )
    ]


def _hear_offer(talk: Talk, incoming: Incoming) -> Draft:
    match incoming.press.value if incoming.press else "":
        case "yes":
            return {**talk.draft, "agreed": True}
        case "no":
            story = talk.draft.get("story", "")
            raise Divert("complaint", detail=story, **attachments.carried(talk.draft))
        case _ if incoming.kind is Kind.TEXT and incoming.text.strip():
            # The story may have been taken back in LINE while we ask.
            said = filter(None, (talk.draft.get("story"), incoming.text.strip()))
            return {**talk.draft, "story": "\n".join(said)[:STORY_LIMIT]}
    raise NotUnderstood("complaint.press_needed")


# ------------------------------------------------------------------ the four questions
def _ask_who(talk: Talk) -> list[Reply]:
    sections = talk.desk.office.catalog.departments
    return [
        Text(
            talk.say("conduct.ask_who"),
            (
                *(
                    talk.named_button(talk.name(Both(one.short_th, one.short_en)), "who", one.key)
                    for one in sections[:10]
                ),
                talk.button("button.unknown", "who", "unknown"),
                talk.button("button.cancel", "who", "cancel"),
            ),
        )
    ]


def _hear_who(talk: Talk, incoming: Incoming) -> Draft:
    sections = {one.key: one for one in talk.desk.office.catalog.departments}
    pressed = incoming.press.value if incoming.press else ""
    if pressed in sections:
        return {**talk.draft, "who": sections[pressed].th, "departments": [pressed]}
    who = talk.label("button.unknown") if pressed == "unknown" else _typed(incoming, "who")
    return {**talk.draft, "who": who[:ANSWER_LIMIT], "departments": []}


def _ask_when(talk: Talk) -> list[Reply]:
    days = (talk.button(f"button.{day}", "when", day) for day in DAYS)
    return [
        Text(
            talk.say("conduct.ask_when"),
            (
                *days,
                talk.button("button.unknown", "when", "unknown"),
                talk.button("button.back", "when", "back"),
                talk.button("button.cancel", "when", "cancel"),
            ),
        )
    ]


def _hear_when(talk: Talk, incoming: Incoming) -> Draft:
    pressed = incoming.press.value if incoming.press else ""
    if pressed == "unknown":
        return {**talk.draft, "when": talk.label("button.unknown")}
    if pressed in DAYS:
        # The word alone means another day tomorrow.
        day = dates.day(talk.desk.now - timedelta(days=DAYS.index(pressed)))
        return {**talk.draft, "when": talk.name(day)}
    return {**talk.draft, "when": _typed(incoming, "when")[:ANSWER_LIMIT]}


def _ask_story(talk: Talk) -> list[Reply]:
    return [Text(talk.say("conduct.ask_story"), _ways_out(talk, "story"))]


def _hear_story(talk: Talk, incoming: Incoming) -> Draft:
    return {**talk.draft, "story": _typed(incoming, "story")[:STORY_LIMIT]}


def _ask_proof(talk: Talk) -> list[Reply]:
    sent = talk.draft.get("evidence", ())
    key = "conduct.ask_more_proof" if sent else "conduct.ask_proof"
    enough = talk.button("button.enough" if sent else "button.no_proof", "proof", "enough")
    return [
        Text(talk.say(key, sent=_counted(talk)), (enough, *_ways_out(talk, "proof"))),
    ]


def _hear_proof(talk: Talk, incoming: Incoming) -> Draft:
    if incoming.press is not None:
        return {**talk.draft, "proof": ""}
    return {**talk.draft, "proof": _typed(incoming, "proof")[:ANSWER_LIMIT]}


def _ask_link(talk: Talk) -> list[Reply]:
    links = (talk.button(f"button.link_{link.value}", "link", link.value) for link in Link)
    return [Text(talk.say("conduct.ask_link"), (*links, *_ways_out(talk, "link")))]


def _hear_link(talk: Talk, incoming: Incoming) -> Draft:
    if incoming.press is None or incoming.press.value not in set(Link):
        raise NotUnderstood("complaint.press_needed")
    return {**talk.draft, "link": incoming.press.value}


# ------------------------------------------------------------------ who will see what, and sent
def _ask_review(talk: Talk) -> list[Reply]:
    about, story = _about(talk.draft), talk.draft["story"]
    nobody = not restricted.keepers_for(talk.desk, about, story)
    card = Card(
        title=talk.say("complaint.review_title"),
        alt=talk.say("conduct.review_alt"),
        heading=talk.say("complaint.review_heading"),
        tone=Tone.WAITING,
        body=story,
        rows=(
            *conduct_card.particulars(talk.voice, about),
            Row(talk.say("card.evidence"), talk.voice.full(_counted(talk))),
            Row(talk.say("card.name"), talk.say(f"button.link_{about.link.value}")),
            *conduct_card.who_sees(talk.desk, talk.voice, about, story),
        ),
        buttons=(
            talk.button("button.confirm", "review", "yes"),
            talk.button("button.edit", "review", "edit"),
            talk.button("button.cancel", "review", "cancel"),
        ),
        choices=(
            talk.button("button.confirm", "review", "yes"),
            talk.button("button.edit", "review", "edit"),
            talk.button("button.cancel", "review", "cancel"),
        ),
    )
    return [conduct_card.outside(talk.desk, talk.voice), card] if nobody else [card]


def _hear_review(talk: Talk, incoming: Incoming) -> Draft:
    if incoming.press is None:
        story = f"{talk.draft['story']}\n{_typed(incoming, 'story')}"
        return {**talk.draft, "story": story[:STORY_LIMIT]}
    if incoming.press.value == "yes":
        if not complaints.may_file(talk.desk, talk.speaker.line_user_id):
            phone = talk.desk.office.catalog.organisation.phone
            raise NotUnderstood("complaint.too_many", most=complaints.MOST_A_DAY, phone=phone)
        return {**talk.draft, "confirmed": True}
    return {**talk.draft, "aside": "edit"}


def _ask_edit(talk: Talk) -> list[Reply]:
    parts = (talk.button(f"button.edit_{what}", "edit", what) for what in EDITABLE)
    return [
        Text(talk.say("complaint.ask_edit"), (*parts, talk.button("button.back", "edit", "back")))
    ]


def _hear_edit(talk: Talk, incoming: Incoming) -> Draft:
    what = incoming.press.value if incoming.press else ""
    if what not in EDITABLE:
        raise NotUnderstood("complaint.press_needed")
    return {key: value for key, value in talk.draft.items() if key not in {what, "aside"}}


def _finish(talk: Talk) -> list[Reply]:
    draft = talk.draft
    new = NewComplaint(
        category=conduct.category_of(talk.desk),
        detail=draft["story"],
        evidence=attachments.sent(draft),
    )
    reporter = talk.speaker.line_user_id
    case, code = conduct.file(talk.desk, reporter, new, _about(draft), talk.draft_id)
    receipt = conduct_card.receipt(talk.desk, talk.voice, case, code)
    if restricted.keepers_of(talk.desk, case):
        return [receipt]
    return [conduct_card.outside(talk.desk, talk.voice), receipt]


def _absorb(talk: Talk, incoming: Incoming) -> Draft | None:
    if not attachments.is_evidence(incoming):
        return None
    return attachments.take(talk.desk, incoming, talk.draft, nameless=True)


def _about(draft: Draft) -> Conduct:
    return Conduct(
        Link(draft["link"]),
        who=draft["who"],
        departments=tuple(draft.get("departments", ())),
        when=draft["when"],
        evidence=draft["proof"],
    )


def _typed(incoming: Incoming, what: str) -> str:
    text = incoming.text.strip()
    if incoming.kind is not Kind.TEXT or not text:
        raise NotUnderstood(f"conduct.{what}_needed")
    return text


def _counted(talk: Talk) -> Both:
    sent = talk.desk.tx.attachments.get_many(talk.draft.get("evidence", ()))
    return attachment_view.counted(talk.voice.words, sent)


def _ways_out(talk: Talk, step: str) -> tuple[Choice, ...]:
    return (
        talk.button("button.back", step, "back"),
        talk.button("button.cancel", step, "cancel"),
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
            _hear_offer,
        ),
        Step("who", ("who", "departments"), _lacks("who"), _ask_who, _hear_who),
        Step("when", ("when",), _lacks("when"), _ask_when, _hear_when),
        Step("story", ("story",), lambda draft: not draft.get("story"), _ask_story, _hear_story),
        Step("proof", ("proof",), _lacks("proof"), _ask_proof, _hear_proof),
        Step("link", ("link",), _lacks("link"), _ask_link, _hear_link),
        Step("edit", (), lambda draft: draft.get("aside") == "edit", _ask_edit, _hear_edit),
        Step("review", ("confirmed",), _lacks("confirmed"), _ask_review, _hear_review),
    ),
    _finish,
    _absorb,
)
