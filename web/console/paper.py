"""Keying the paper sheets of a survey with digits and Enter, and keying every tenth sheet again."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.errors import Refused
from domain.surveys.participation import ASSISTED_DOORS, DoorKind
from domain.surveys.question_set import Kind, Question, QuestionSet
from handlers.core.messages import row_key
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys import form_entries, paper, rounds
from handlers.usecases.surveys.form_entries import PREFIX, Entered
from handlers.usecases.surveys.paper import Box, Sheet
from storage.surveys.rounds import SurveyRound
from web.console import itas
from web.console.desk import Desk
from web.console.gate import who

SETTLED = "settle-"
"""Prefix of the key of a question whose two entries differ; the value is `first` or `second`."""
WORDS = (
    *("title", "hint", "none", "sheets", "due", "rate", "rate_none", "key", "key_again", "number"),
    *("kind", "service", "village", "any", "save", "saved", "keys_hint", "again_hint", "first"),
    *("second", "differs", "settle", "blank", "many_hint", "yours"),
)


def add_pages(pages: Blueprint, desk: Desk) -> None:  # noqa: C901 - one short function for each address
    """The addresses below /desk/paper."""

    @pages.get("/paper", endpoint="papers")
    def list_rounds() -> str:
        with desk.reading() as uow:
            found = [(one, paper.progress(uow, one.id)) for one in paper.open_rounds(uow)]
            itas_title = desk.say("itas.title") if itas.is_shown(uow) else ""
        return render_template(
            "desk/paper.html",
            rounds=found,
            words=_words(desk),
            mine=who().officer.id,
            itas_title=itas_title,
        )

    @pages.get("/paper/<key>")
    def paper_sheet(key: str) -> str:
        with desk.reading() as uow:
            return _sheet_page(uow, desk, _round(uow, key))

    @pages.post("/paper/<key>")
    def key_sheet(key: str) -> AnyResponse:
        with desk.reading() as uow:
            found = _round(uow, key)
        entered = form_entries.read(found.question_set, _entries(found.question_set))
        number = request.form.get("number", "")
        fault = ""
        if not entered.faults:
            try:
                with desk.writing() as uow:
                    paper.key_sheet(uow, who().officer, found.id, Sheet(number, _box()), entered)
            except Refused as refusal:
                fault = desk.refusal(refusal)
        if fault or entered.faults:
            with desk.reading() as uow:
                page = _sheet_page(uow, desk, found, entered=entered, fault=fault)
            return make_response(page, 422)
        form = request.form
        target = url_for(
            "desk.paper_sheet",
            key=key,
            saved=number,
            kind=form.get("kind", ""),
            service=form.get("service", ""),
            village=form.get("village", ""),
        )
        return redirect(target, 303)

    @pages.get("/paper/<key>/again/<sheet>")
    def paper_again(key: str, sheet: str) -> AnyResponse:
        with desk.reading() as uow:
            return _again(uow, desk, _round(uow, key), sheet)

    @pages.post("/paper/<key>/again/<sheet>")
    def key_again(key: str, sheet: str) -> AnyResponse:
        with desk.reading() as uow:
            found = _round(uow, key)
        entered = form_entries.read(found.question_set, _entries(found.question_set))
        if entered.faults or entered.is_empty:
            with desk.reading() as uow:
                return _again(uow, desk, found, sheet, entered=entered)
        try:
            with desk.writing() as uow:
                paper.settle(
                    uow,
                    who().officer,
                    found.id,
                    row_key(sheet),
                    entered,
                    second_is_right=_settled(),
                )
        except Refused as refusal:
            with desk.reading() as uow:
                return _again(uow, desk, found, sheet, entered=entered, refused=refusal)
        return redirect(url_for("desk.papers"), 303)


def _round(uow: UnitOfWork, key: str) -> SurveyRound:
    try:
        found = rounds.get(uow, row_key(key))
    except Refused:
        abort(404)
    if not found.is_open(uow.now):
        abort(404)
    return found


def _box() -> Box:
    kind = request.form.get("kind", "")
    village = request.form.get("village", "")
    return Box(
        DoorKind(kind) if kind in {one.value for one in ASSISTED_DOORS} else DoorKind.PAPER,
        request.form.get("service", "")[:60],
        int(village) if village.isascii() and village.isdigit() and len(village) < 4 else None,
    )


def _entries(question_set: QuestionSet) -> Mapping[str, Sequence[str]]:
    """The keyed entries in the format of the survey form; here several choices are in one field."""
    entries: dict[str, Sequence[str]] = {}
    for one in question_set.answerable:
        name = f"{PREFIX}{one.key}"
        typed = request.form.get(name, "").replace("\r\n", "\n")
        many = typed.replace(",", " ").split()
        entries[name] = many if one.kind is Kind.MANY else [typed]
    return entries


def _settled() -> dict[str, bool]:
    return {
        name.removeprefix(SETTLED): value == "second"
        for name, value in request.form.items()
        if name.startswith(SETTLED) and value in {"first", "second"}
    }


def _sheet_page(
    uow: UnitOfWork,
    desk: Desk,
    found: SurveyRound,
    *,
    entered: Entered | None = None,
    fault: str = "",
) -> str:
    catalog = uow.context.catalog
    sheets = paper.progress(uow, found.id).sheets
    values = request.form if entered is not None else request.args
    kinds = [(one.value, desk.say(f"paper.kind_{one.value}")) for one in sorted(ASSISTED_DOORS)]
    return render_template(
        "desk/paper_sheet.html",
        round=found,
        questions=_questions(desk, found.question_set, entered),
        number=request.form.get("number", "") if entered is not None else str(len(sheets) + 1),
        chosen={name: values.get(name, "") for name in ("kind", "service", "village")},
        kinds=kinds,
        services=catalog.services,
        villages=catalog.organisation.villages,
        saved=request.args.get("saved", "")[:20],
        words=_words(desk),
        fault=fault,
        differing=(),
        again=None,
    )


def _again(
    uow: UnitOfWork,
    desk: Desk,
    found: SurveyRound,
    sheet: str,
    *,
    entered: Entered | None = None,
    refused: Refused | None = None,
) -> AnyResponse:
    """The form to key a sheet again. The first entry is shown only where a complete second entry differs."""
    try:
        due = paper.due_for(uow, who().officer, found.id, row_key(sheet))
        is_open = refused is not None and refused.key == "not_settled" and entered is not None
        differing = (
            paper.differences(uow, who().officer, found.id, due.response_id, entered)[1]
            if is_open and entered is not None
            else []
        )
        fault = desk.refusal(refused) if refused is not None and not is_open else ""
    except Refused as refusal:
        return make_response(
            render_template(
                "desk/paper_closed.html", fault=desk.refusal(refusal), words=_words(desk)
            ),
            403 if refusal.key == "keyed_by_yourself" else 404,
        )
    names = {one.key: one.th for one in found.question_set.answerable}
    page = render_template(
        "desk/paper_sheet.html",
        round=found,
        questions=_questions(desk, found.question_set, entered, with_words=False),
        number=due.number,
        saved="",
        words=_words(desk),
        fault=fault,
        differing=[
            (one.question, names[one.question], _codes(one.first), _codes(one.second))
            for one in differing
        ],
        again=due,
    )
    return make_response(page, 200 if entered is None else 422)


def _questions(
    desk: Desk, question_set: QuestionSet, entered: Entered | None, *, with_words: bool = True
) -> list[tuple[Question, str, str]]:
    """Each question with its entry and the fault of the entry."""
    faults = (
        {one.question: desk.say(one.key, **one.facts) for one in entered.faults} if entered else {}
    )
    return [
        (
            one,
            request.form.get(f"{PREFIX}{one.key}", "") if entered is not None else "",
            faults.get(one.key, ""),
        )
        for one in question_set.answerable
        if with_words or one.kind is not Kind.TEXT
    ]


def _codes(codes: Sequence[int]) -> str:
    return " ".join(map(str, codes))


def _words(desk: Desk) -> dict[str, str]:
    return {key: desk.say(f"paper.{key}") for key in WORDS}
