"""The sentences of the chat: full-text search, change with checked placeholders, preview as a bubble."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.errors import Refused
from domain.organisation.overlay import Override, entry
from domain.text.thai_text import fold
from handlers.core.live_office import WORDS
from handlers.usecases.desk import kept_settings, settings
from web.console.desk import Desk
from web.console.gate import who

SHOWN = 60
EXAMPLES = "example"
"""The file with the values of placeholders in the preview."""
NOT_OF_THE_CHAT = frozenset({"console", "setting", "log", "reporting", EXAMPLES})
"""Files whose sentences are shown on pages of the console."""


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The addresses below /desk/words."""

    @pages.get("/words")
    def words() -> str:
        typed = request.args.get("q", "")[:100]
        asked = fold(typed)
        with desk.reading() as uow:
            files = settings.present(uow)[WORDS]
            shipped = settings.live(uow).files[WORDS]
            kept = {
                (file, key)
                for file, entries in files.items()
                for key in entries
                if kept_settings.is_kept(uow, WORDS, (file, key))
            }
        found = [
            (file, key, both, both != shipped[file][key])
            for file, entries in sorted(files.items())
            if file not in NOT_OF_THE_CHAT
            for key, both in entries.items()
            if (file, key) not in kept
            and (
                asked in fold(both["th"]) or asked in both["en"].lower() or asked in f"{file}.{key}"
            )
        ]
        changed = [one for one in found if one[3]]
        return render_template(
            "desk/words.html",
            typed=typed,
            found=found[:SHOWN] if typed else changed,
            total=len(found) if typed else len(changed),
        )

    @pages.get("/words/<file>/<key>")
    def word(file: str, key: str) -> str:
        return _page(desk, file, key)

    @pages.post("/words/<file>/<key>")
    def save_word(file: str, key: str) -> AnyResponse | str:
        sentences = {
            language: request.form.get(language, "").replace("\r\n", "\n").strip()
            for language in ("th", "en")
        }
        try:
            with desk.writing() as uow:
                if "shipped" in request.form:
                    settings.restore_shipped(uow, who().officer, WORDS, (file, key))
                else:
                    settings.change(uow, who().officer, [Override(WORDS, (file, key), sentences)])
        except Refused as refusal:
            return Response(_page(desk, file, key, sentences, desk.refusal(refusal)), 422)
        desk.expire()
        return redirect(url_for("desk.word", file=file, key=key, saved=1), 303)


def _page(
    desk: Desk, file: str, key: str, said: dict[str, str] | None = None, fault: str = ""
) -> str:
    with desk.reading() as uow:
        present = settings.present(uow)
        both = entry(present, WORDS, (file, key))
        if not isinstance(both, dict) or file in NOT_OF_THE_CHAT:
            abort(404)
        if kept_settings.is_kept(uow, WORDS, (file, key)):
            abort(404)
        shipped = settings.live(uow).files[WORDS][file][key]
    wanted = settings.placeholders(shipped["th"])
    examples = _examples(desk, wanted)
    shown = (said or both)["th"]
    for name, example in examples.items():
        shown = shown.replace(f"{{{name}}}", example)
    return render_template(
        "desk/word.html",
        file=file,
        key=key,
        said=said or both,
        shipped=shipped,
        is_changed=both != shipped,
        wanted=wanted,
        examples=examples,
        shown=shown,
        fault=fault,
        is_label=file in settings.LABEL_FILES,
    )


def _examples(desk: Desk, names: Sequence[str]) -> dict[str, str]:
    """An example value of each placeholder; its own name if there is no example."""
    sentences = desk.translator.translations.sentences
    return {name: desk.say(f"example.{name}") for name in names if f"example.{name}" in sentences}
