"""The history of the settings with undo, and the settings as TOML files."""

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.errors import Refused
from handlers.core.messages import row_key
from handlers.usecases.desk import office_files, settings
from web.console.desk import Desk
from web.console.gate import who
from web.console.settings_pages import field_name, home_page

HISTORY = 100
"""How many changes are shown."""
FILE_BYTES = 1_000_000


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The addresses of the history and the files below /desk/settings."""

    @pages.get("/settings/history")
    def setting_history() -> str:
        with desk.reading() as uow:
            names = {one.id: one.name for one in uow.tx.officers.all()}
            found = settings.history(uow, HISTORY)
        return render_template(
            "desk/setting_history.html",
            found=found,
            names=names,
            label=lambda name: field_name(desk, name),
            fault=request.args.get("fault", "") and desk.say("refusals.setting_moved"),
        )

    @pages.post("/settings/history/<key>/undo")
    def undo_setting(key: str) -> AnyResponse:
        try:
            with desk.writing() as uow:
                settings.undo(uow, who().officer, row_key(key))
        except Refused as refusal:
            if refusal.key == "not_found":
                abort(404)
            return redirect(url_for("desk.setting_history", fault=1), 303)
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
        file, sent = request.form.get("name", ""), request.files.get("file")
        text = sent.stream.read(FILE_BYTES).decode("utf-8", errors="replace") if sent else ""
        try:
            with desk.writing() as uow:
                count = office_files.read_toml(uow, who().officer, file, text)
        except Refused as refusal:
            return Response(home_page(desk, desk.refusal(refusal)), 422)
        desk.expire()
        return redirect(url_for("desk.settings_home", taken=count), 303)
