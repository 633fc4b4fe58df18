"""Rounds of surveys for the section that runs them: opened from a file of its own, closed, and their doors."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.errors import Refused
from domain.organisation.thai_dates import arabic_digits, typed_day
from domain.surveys.participation import DoorKind
from domain.surveys.question_set import QuestionSet
from domain.surveys.targets import yamane
from handlers.access import survey_readers
from handlers.core.messages import row_key
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys import rounds
from reports.door_sheet import draw, sheet_of
from reports.satisfaction.round_table import round_table
from storage.organisation_data.surveys.file import Checked, check_content
from storage.organisation_data.surveys.shared_words import parse_shared_words
from storage.organisation_data.toml_table import Table
from storage.surveys.rounds import SurveyRound
from web.console import sheets, survey_pages
from web.console.desk import Desk
from web.console.gate import who
from web.console.survey_preview import Sent, preview_page

MOST_PEOPLE = 10_000_000
LARGEST_SENT = 300_000
"""Bytes of a file. The preview sends it again as a field, of which the server takes 500 kB."""
_UNNAMED = "questions"


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The addresses below /desk/surveys that change rounds and doors."""

    @pages.post("/surveys", endpoint="open_survey")
    def open_survey() -> AnyResponse:
        return _check_or_open(desk)

    @pages.post("/surveys/<key>/close", endpoint="close_survey")
    def close_survey(key: str) -> AnyResponse:
        return _do(desk, key, "closed", lambda uow: rounds.close_round(uow, row_key(key)))

    @pages.post("/surveys/<key>/doors", endpoint="make_door")
    def make_door(key: str) -> AnyResponse:
        form = request.form
        kind = DoorKind.WEB if form.get("kind") == DoorKind.WEB.value else DoorKind.COUNTER
        return _do(
            desk,
            key,
            "door",
            lambda uow: rounds.make_door(
                uow,
                row_key(key),
                kind,
                service=form.get("service", ""),
                village=row_key(form.get("village", "")) or None,
            ),
        )

    @pages.post("/surveys/<key>/doors/<code>/close", endpoint="close_door")
    def close_door(key: str, code: str) -> AnyResponse:
        return _do(desk, key, "door_closed", lambda uow: rounds.close_door(uow, code))

    @pages.get("/surveys/<key>/figures.<ending>", endpoint="survey_file")
    def survey_file(key: str, ending: str) -> Response:
        return _figures_file(desk, key, ending)

    @pages.get("/surveys/doors/<code>.pdf", endpoint="door_sheet")
    def door_sheet(code: str) -> Response:
        with desk.reading() as uow:
            _ensure_eit(uow)
            door = uow.tx.survey_rounds.door_by_code(code)
            address = rounds.web_address(uow, door) if door and door.closed_at is None else None
            if door is None or address is None:
                abort(404)
            sheet = sheet_of(uow, door, address)
        answer = Response(
            draw(sheet, desk.context.current.translations), mimetype="application/pdf"
        )
        answer.headers["Content-Disposition"] = f'inline; filename="survey-{door.id}.pdf"'
        return answer


def _figures_file(desk: Desk, key: str, ending: str) -> Response:
    """Return the figures of a closed round as a file of this ending, csv or xlsx."""
    if ending not in _FILES:
        abort(404)
    try:
        with desk.reading() as uow:
            _ensure_eit(uow)
            head, rows = round_table(uow, desk.translator, row_key(key))
    except Refused as refusal:
        with desk.reading() as uow:
            page = survey_pages.survey_page(uow, desk, key, desk.refusal(refusal))
            return Response(page, 422)
    answer = _FILES[ending](desk, head, rows)
    answer.headers["Content-Disposition"] = f'attachment; filename="survey-{row_key(key)}.{ending}"'
    return answer


_FILES = {"csv": sheets.as_csv, "xlsx": sheets.as_xlsx}


class _OnTrial(Exception):  # noqa: N818
    """Ends the transaction without storing the round that a page shows."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page


def _check_or_open(desk: Desk) -> AnyResponse:
    """Show what a file would open; the page that shows it sends the file once more, to open it."""
    try:
        with desk.writing() as uow:
            _ensure_eit(uow)
            return _opened(uow, desk, _sent_file())
    except _OnTrial as trial:
        return Response(trial.page)
    except Refused as refusal:
        with desk.reading() as uow:
            page = survey_pages.list_page(uow, desk, not_opened=desk.refusal(refusal))
            return Response(page, 422)


def _opened(uow: UnitOfWork, desk: Desk, sent: Sent) -> AnyResponse:
    """Open the round of a file. Raises _OnTrial at the first press, which finds all refusals."""
    checked = _checked(uow, sent)
    if checked.question_set is None:
        return Response(survey_pages.list_page(uow, desk, wrong=checked.faults), 422)
    opened = _open(uow, checked.question_set)
    if "questions" not in request.form:
        raise _OnTrial(preview_page(desk, opened, sent, checked.warnings))
    return redirect(url_for("desk.survey", key=opened.id, done="opened"), 303)


def _open(uow: UnitOfWork, question_set: QuestionSet) -> SurveyRound:
    """Open a round with the fields of the form. Raises Refused like `rounds.open_round`, or for a faulty field."""
    form = request.form
    population, source = _whole(form.get("population", "")), form.get("source", "").strip()
    if population and not source:
        raise Refused("source_missing")
    target = _whole(form.get("target", ""))
    return rounds.open_round(
        uow,
        question_set,
        closes=_day(form.get("closes", "")),
        population=population,
        population_source=source,
        target=target or (yamane(population) if population else None),
    )


def _do(desk: Desk, key: str, done: str, act: Callable[[UnitOfWork], object]) -> AnyResponse:
    """Change a round and show it again."""
    try:
        with desk.writing() as uow:
            _ensure_eit(uow)
            act(uow)
    except Refused as refusal:
        with desk.reading() as uow:
            page = survey_pages.survey_page(uow, desk, key, desk.refusal(refusal))
        return Response(page, 422)
    return redirect(url_for("desk.survey", key=key, done=done), 303)


def _ensure_eit(uow: UnitOfWork) -> None:
    if not survey_readers.is_eit(uow, who().officer):
        abort(403)


def _sent_file() -> Sent:
    """Return the file: uploaded, or sent again by the page that shows it."""
    if "questions" in request.form:
        return Sent(request.form["questions"].encode(), request.form.get("name") or _UNNAMED)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Refused("file_missing")
    return Sent(sent.stream.read(LARGEST_SENT + 1), sent.filename)


def _checked(uow: UnitOfWork, sent: Sent) -> Checked:
    """Return the question set in a file; its faults name the file and the line."""
    if len(sent.content) > LARGEST_SENT:
        return Checked(None, (f"{sent.name}:1: is larger than {LARGEST_SENT // 1000} kB",))
    live = uow.context.live
    table = live.files["surveys"] if live else {}
    words = parse_shared_words(Table(table, "surveys.toml", []))
    return check_content(sent.content, sent.name, words)


def _day(typed: str) -> date:
    try:
        return typed_day(typed)
    except ValueError:
        raise Refused("day_missing") from None


def _whole(typed: str) -> int | None:
    """Return an optional number. Raises Refused number_wrong for anything else."""
    typed = arabic_digits(typed).replace(",", "").strip()
    if not typed:
        return None
    if not (typed.isdecimal() and 0 < int(typed) <= MOST_PEOPLE):
        raise Refused("number_wrong")
    return int(typed)
