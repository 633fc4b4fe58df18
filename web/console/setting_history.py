"""The history of the settings with undo, and the settings as TOML files."""

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.errors import Refused
from handlers.core.live_office import WORDS
from handlers.core.messages import row_key
from handlers.usecases.desk import office_files, settings
from storage.office.changes import OfficeChange
from web.console.desk import Desk
from web.console.gate import who
from web.console.section_kinds import TableSection
from web.console.setting_sections import SECTIONS
from web.console.settings_pages import field_name, home_page

HISTORY = 100
"""How many changes are shown."""
FILE_BYTES = 1_000_000


def _subject(desk: Desk, change: OfficeChange) -> str:
    """Return the subject of a change in the words of the settings: the section and the entry."""
    first = change.path[0]
    for one in SECTIONS:
        if isinstance(one, TableSection) and (one.file, one.table) == (change.file, first):
            return f"{desk.say(f'setting.section_{one.key}')} {_entry_name(desk, one, change)}"
    if change.file == "organisation" and first != "villages":
        return f"{desk.say('setting.section_office')} {field_name(desk, first)}"
    title = {WORDS: "words", "organisation": "villages"}.get(change.file, change.file)
    return desk.say(f"setting.section_{title}")


def _entry_name(desk: Desk, section: TableSection, change: OfficeChange) -> str:
    if section.key == "privacy":
        return desk.say(f"setting.gap_{change.path[-1]}")
    for value in (change.after, change.before):
        if isinstance(value, dict) and section.name in value:
            return str(value[section.name])
    return change.path[-1]


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The addresses of the history and the files below /desk/settings."""

    @pages.get("/settings/history")
    def setting_history() -> str:
        with desk.reading() as uow:
            names = {one.id: one.name for one in uow.tx.officers.all()}
            # The source of a value changes together with the value, and is no information by itself.
            found = [
                one for one in settings.history(uow, HISTORY) if one.change.path[0] != "source"
            ]
        return render_template(
            "desk/setting_history.html",
            found=found,
            names=names,
            label=lambda name: field_name(desk, name),
            subject=lambda change: _subject(desk, change),
            fault=_fault(desk),
        )

    @pages.post("/settings/history/<key>/undo")
    def undo_setting(key: str) -> AnyResponse:
        try:
            with desk.writing() as uow:
                settings.undo(uow, who().officer, row_key(key))
        except Refused as refusal:
            if refusal.key == "not_found":
                abort(404)
            return redirect(url_for("desk.setting_history", fault=refusal.key), 303)
        desk.expire()
        return redirect(url_for("desk.setting_history", saved=1), 303)

    @pages.get("/settings/files/<file>.toml")
    def setting_file(file: str) -> Response:
        with desk.reading() as uow:
            try:
                text = office_files.as_toml(uow, file)
            except Refused:
                abort(404)
        answer = Response(text, content_type="application/toml; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="{file}.toml"'
        return answer

    @pages.post("/settings/files")
    def take_file() -> AnyResponse | str:
        file = request.form.get("name", "")
        try:
            content = _sent_file()
            with desk.writing() as uow:
                count = office_files.read_toml(uow, who().officer, file, content)
        except Refused as refusal:
            return Response(home_page(desk, desk.refusal(refusal)), 422)
        desk.expire()
        return redirect(url_for("desk.settings_home", taken=count), 303)


def _fault(desk: Desk) -> str:
    """Return why the last change was not undone; "" if nothing was refused."""
    named = request.args.get("fault", "")
    key = "setting_kept" if named == "setting_kept" else "setting_moved"
    return desk.say(f"refusals.{key}") if named else ""


def _sent_file() -> bytes:
    """Return the content of the uploaded file. Raises Refused file_missing or file_large."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Refused("file_missing")
    content = sent.stream.read(FILE_BYTES + 1)
    if len(content) > FILE_BYTES:
        raise Refused("file_large", most=FILE_BYTES // 1000)
    return content
