"""Surveys as officers see them in the chat too: rounds, figures, comments to read, invalid responses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.anonymity import LEAST_SHOWN
from domain.errors import Refused
from domain.organisation.rights import Right, has_right
from domain.statistics.rounding import half_up
from domain.surveys.change import Verdict
from domain.surveys.figures import SurveyFigures
from domain.surveys.heading_figures import HeadingFigures
from domain.surveys.participation import CASE_SET
from domain.surveys.question_figures import QuestionFigures
from domain.surveys.question_set import Kind, Purpose, QuestionSet
from handlers.access import survey_readers
from handlers.conversations.survey_office.results_card import (
    FLAGS,
    VERDICTS,
    note_on_figures,
    why_no_figures,
)
from handlers.core.messages import row_key
from handlers.core.unit_of_work import UnitOfWork
from handlers.notify.survey_alerts import subject_name
from handlers.usecases.surveys import comments, results, rounds, voiding
from handlers.views import file_faults
from reports.satisfaction import phrases
from storage.surveys.rounds import SurveyRound
from storage.surveys.words import Comment
from web.console.desk import Desk
from web.console.gate import who
from web.console.survey_doors import doors_of

COMMENTS_SHOWN = 50
DOUBTED_SHOWN = 50
Act = Callable[[UnitOfWork, int, str], object]
ACTS: Mapping[str, Act] = {
    "read": lambda uow, key, _note: comments.mark_read(uow, who().officer, key),
    "release": lambda uow, key, _note: comments.release(uow, who().officer, key),
    "propose": lambda uow, key, note: comments.propose(uow, who().officer, key, note),
    "hide": lambda uow, key, note: comments.hide(uow, who().officer, key, note),
    "case": lambda uow, key, note: comments.open_case(uow, who().officer, key, note),
}
"""The action on a comment. The note: a reason, a proposal, or the topic of the case."""
VOIDS: Mapping[str, Act] = {
    "ask": lambda uow, key, note: voiding.ask(uow, who().officer, key, note),
    "agree": lambda uow, key, _note: voiding.agree(uow, who().officer, key),
    "decline": lambda uow, key, _note: voiding.decline(uow, who().officer, key),
}


@dataclass(frozen=True)
class ToRead:
    """A comment as its reader sees it. `asked`: the survey and the question, "" if they no longer exist."""

    comment: Comment
    subject: str
    asked: str


@dataclass(frozen=True)
class Line:
    """A question or a heading in the figures.

    `margin`: of a heading. `change`: of a question, since the round before. `options`: how often each choice was
    taken. `key`: of a question with a scale, which an improvement can be measured by.
    """

    name: str
    n: int
    score: str
    mean: str
    deviation: str
    percent: str = ""
    level: str = ""
    margin: str = ""
    change: str = ""
    options: str = ""
    key: str = ""


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The addresses below /desk/surveys that read, and those of comments and invalid responses."""

    @pages.get("/surveys", endpoint="surveys")
    def list_surveys() -> str:
        with desk.reading() as uow:
            return list_page(uow, desk)

    @pages.get("/surveys/<key>", endpoint="survey")
    def one_survey(key: str) -> str:
        with desk.reading() as uow:
            return survey_page(uow, desk, key)

    @pages.post("/surveys/words/<key>/<act>", endpoint="survey_words")
    def handle_comment(key: str, act: str) -> AnyResponse:
        if act not in ACTS:
            abort(404)
        note = request.form.get("note", "").replace("\r\n", "\n").strip()
        try:
            with desk.writing() as uow:
                ACTS[act](uow, row_key(key), note)
        except Refused as refusal:
            if refusal.key == "no_such_comment":
                abort(404)
            with desk.reading() as uow:
                return Response(list_page(uow, desk, desk.refusal(refusal), about=key), 422)
        return redirect(url_for("desk.surveys", done=act), 303)

    @pages.post("/surveys/<key>/responses/<response>/<act>", endpoint="survey_void")
    def handle_response(key: str, response: str, act: str) -> AnyResponse:
        if act not in VOIDS:
            abort(404)
        try:
            with desk.writing() as uow:
                VOIDS[act](uow, row_key(response), request.form.get("note", ""))
        except Refused as refusal:
            with desk.reading() as uow:
                return Response(survey_page(uow, desk, key, desk.refusal(refusal)), 422)
        return redirect(url_for("desk.survey", key=key, done=act), 303)


def list_page(
    uow: UnitOfWork,
    desk: Desk,
    fault: str = "",
    *,
    about: str = "",
    wrong: tuple[str, ...] = (),
    not_opened: str = "",
) -> str:
    """Return the rounds and the comments to read.

    `about`: the comment of a fault. `wrong`: faults of a file. `not_opened`: why its round cannot be opened.
    """
    officer = who().officer
    catalog = uow.context.catalog
    sections = survey_readers.sections_of(uow, officer)
    every_round = uow.tx.survey_rounds.all()
    by_id = {one.id: one for one in every_round}
    return render_template(
        "desk/surveys.html",
        rounds=[(one, *_answered(uow, one, sections)) for one in every_round if sections != ()],
        now=uow.now,
        unread=comments.count_unread(uow, officer),
        comments=[
            _to_read(uow, desk, one, by_id.get(one.round_id))
            for one in comments.unread(uow, officer, COMMENTS_SHOWN)
        ],
        topics=[one for one in catalog.categories if not catalog.is_about_staff(one.key)],
        note_limit=comments.NOTE_LIMIT,
        sees_rounds=sections != (),
        is_eit=survey_readers.is_eit(uow, officer),
        fault=fault,
        wrong=[(file_faults.in_thai(desk.translator.translations, one), one) for one in wrong],
        not_opened=not_opened,
        about=about,
        form=request.form,
        done=request.args.get("done", ""),
    )


def _answered(
    uow: UnitOfWork, one: SurveyRound, sections: tuple[str, ...] | None
) -> tuple[int, int | None]:
    """Return how many people answered, and the target, which is shown for the whole office only."""
    status = rounds.status(uow, one.id)
    if sections is None:
        return status.answered, one.target
    return sum(status.by_section.get(key, 0) for key in sections), None


def _to_read(uow: UnitOfWork, desk: Desk, one: Comment, found: SurveyRound | None) -> ToRead:
    asked = ""
    if found is not None and found.question_set.has(one.question):
        asked = f"{found.question_set.th} · {found.question_set.question(one.question).th}"
    return ToRead(one, subject_name(uow, desk.translator, one.cut), asked)


def survey_page(uow: UnitOfWork, desk: Desk, key: str, fault: str = "") -> str:
    """Return a round with its figures. Answers 404 if the officer may not see it."""
    officer = who().officer
    if survey_readers.sections_of(uow, officer) == ():
        abort(404)
    try:
        found = results.results(uow, officer, row_key(key))
    except Refused:
        abort(404)
    figures = found.figures
    may_void = voiding.may_void(uow, officer)
    is_eit = survey_readers.is_eit(uow, officer)
    return render_template(
        "desk/survey.html",
        round=found.round,
        answered=found.answered,
        is_open=found.round.is_open(uow.now),
        of_section=survey_readers.sections_of(uow, officer) is not None,
        figures=figures,
        why_no_figures=why_no_figures(desk.translator, found) if figures is None else "",
        note_on_figures=note_on_figures(desk.translator, found),
        headings=[] if figures is None else _headings(desk, figures, found.round.question_set),
        questions=[] if figures is None else _questions(desk, figures, sees_few=is_eit),
        flags=[] if figures is None else [desk.say(FLAGS[one]) for one in figures.coverage.flags],
        parts=[] if figures is None else _parts(uow, desk, figures),
        own=desk.say(
            "survey.not_the_eit"
            if found.round.question_set.purpose is Purpose.EIT_ALIGNED
            else "survey.own"
        ),
        scale=desk.say("survey_office.scale"),
        doubted=voiding.doubted(uow, officer, found.round.id, DOUBTED_SHOWN) if may_void else [],
        doors=doors_of(uow, desk, found.round) if is_eit else [],
        channel_of=lambda key: desk.say(f"survey.door_{key}"),
        services=uow.context.catalog.services,
        villages=uow.context.catalog.organisation.villages,
        mine=officer.id,
        is_eit=is_eit,
        has_doors=is_eit
        and found.round.is_open(uow.now)
        and found.round.question_set.key != CASE_SET,
        may_void=may_void,
        proposes=has_right(officer.role, Right.IMPROVEMENTS),
        waiting=voiding.waiting(uow, found.round.id) if may_void else 0,
        fault=fault,
        form=request.form,
        done=request.args.get("done", ""),
    )


def _headings(desk: Desk, figures: SurveyFigures, asked: QuestionSet) -> list[Line]:
    found = [*(figures.indicators or figures.aspects), *([figures.total] if figures.total else [])]
    names = {id(figures.total): desk.say("survey_office.whole")}
    unverified = {one.key for one in asked.indicators if not one.verified}
    return [
        Line(
            names.get(id(one), _unverified(desk, one) if one.key in unverified else one.th),
            one.n,
            _number(one.score, 1),
            _number(one.mean, 2),
            _of_heading(desk, one, one.deviation, ""),
            percent=_number(one.percent, 2),
            level=_level(desk, one.band),
            margin=_of_heading(desk, one, one.margin, "± "),
        )
        for one in found
    ]


def _unverified(desk: Desk, one: HeadingFigures) -> str:
    """Return the name of an indicator that nobody has compared with its source."""
    return desk.say("survey_office.name_unverified", name=one.th)


def _level(desk: Desk, band: int | None) -> str:
    return "-" if band is None else desk.say(f"satisfaction.level_{band}")


def _of_heading(desk: Desk, one: HeadingFigures, value: float | None, sign: str) -> str:
    """Return the formatted mean, or the score if scales of different lengths have no common mean."""
    if value is None:
        return "-"
    if one.mean is not None:
        return f"{sign}{half_up(value, 2)}"
    return desk.say("survey_office.of_score", value=f"{sign}{half_up(value, 1)}")


def _questions(desk: Desk, figures: SurveyFigures, *, sees_few: bool) -> list[Line]:
    changes = {one.question: one.verdict for one in figures.changes}
    return [
        Line(
            desk.say("satisfaction.reversed", question=one.th)
            if one.reverse and one.is_graded
            else one.th,
            one.n,
            *(
                ("-", "-", "-")
                if one.is_two_level
                else (
                    _number(one.score, 1),
                    _number(one.mean, 2),
                    _number(one.deviation, 2),
                )
            ),
            percent="-" if one.is_two_level else _number(one.percent, 2),
            level=_level(desk, one.band),
            change=_change(desk, changes.get(one.key)),
            options=_options(desk, one, sees_few=sees_few),
            key=one.key if one.kind is Kind.SCALE else "",
        )
        for one in figures.questions
    ]


def _change(desk: Desk, verdict: Verdict | None) -> str:
    return "" if verdict is None else desk.say(VERDICTS[verdict])


def _options(desk: Desk, one: QuestionFigures, *, sees_few: bool) -> str:
    """Return how often each choice was taken, unless few people took one; then only the section sees it."""
    if one.kind not in {Kind.ONE, Kind.MANY, Kind.SCALE} or not one.n:
        return ""
    if not sees_few and any(0 < option.count < LEAST_SHOWN for option in one.options):
        return "" if one.kind is Kind.SCALE else desk.say("survey_office.too_few")
    if one.is_two_level and not any(0 < option.count < LEAST_SHOWN for option in one.options):
        return phrases.shares(desk.translator, one).replace("\n", " · ")
    return ", ".join(
        desk.say("survey_office.part", name=option.th, count=option.count)
        for option in one.options
        if option.count
    )


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else half_up(value, digits)


def _parts(
    uow: UnitOfWork, desk: Desk, figures: SurveyFigures
) -> list[tuple[str, list[tuple[str, int]]]]:
    """Return who answered, by service, village and channel, as names and numbers; "" if none is named."""
    catalog, coverage = uow.context.catalog, figures.coverage
    services = {one.key: one.th for one in catalog.services}
    villages = {str(one.number): one.label for one in catalog.organisation.villages}
    channels = {one.key: desk.say(f"survey.door_{one.key}") for one in coverage.channels}
    found = (
        ("services", coverage.services, services),
        ("villages", coverage.villages, villages),
        ("channels", coverage.channels, channels),
    )
    return [
        (title, [(names.get(one.key, one.key), one.n) for one in parts])
        for title, parts, names in found
        if parts
    ]
