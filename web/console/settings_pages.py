"""The settings: sections and their entries."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.errors import Refused
from handlers.core.live_office import WORDS
from handlers.core.messages import row_key
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.desk import settings
from web.console.desk import Desk
from web.console.gate import who
from web.console.section_kinds import Section
from web.console.setting_fields import Kind
from web.console.setting_sections import BY_KEY, SECTIONS

NEW = "new"
"""Replaces the key of an entry in the URL for adding a new one."""
MEANT = "meant"
"""The hidden field with which a large number is sent again: the name of its field and the number."""


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The addresses below /desk/settings."""

    @pages.get("/settings")
    def settings_home() -> str:
        return home_page(desk)

    @pages.get("/settings/<section>")
    def setting_list(section: str) -> str:
        found = _section(section)
        with desk.reading() as uow:
            items = found.items(settings.present(uow))
        return render_template(
            "desk/setting_list.html",
            section=found,
            title=desk.say(f"setting.section_{section}"),
            items=items,
            names=_gap_names(desk) if section == "privacy" else {},
        )

    @pages.get("/settings/<section>/<key>")
    def setting(section: str, key: str) -> str:
        found = _section(section)
        with desk.reading() as uow:
            values = _values(uow, found, key)
            return _form(uow, desk, found, key, _shown(found, values))

    @pages.post("/settings/<section>/<key>")
    def save_setting(section: str, key: str) -> AnyResponse | str:
        found = _section(section)
        try:
            with desk.writing() as uow:
                before = _values(uow, found, key)
                typed = _typed(found)
                _ensure_meant(found, before, typed)
                overrides = found.save(settings.present(uow), "" if key == NEW else key, typed)
                settings.change(uow, who().officer, overrides)
        except Refused as refusal:
            return _again(desk, found, key, refusal)
        desk.expire()
        return redirect(url_for("desk.setting_list", section=section, saved=1), 303)

    @pages.post("/settings/<section>/<key>/remove")
    def remove_setting(section: str, key: str) -> AnyResponse | str:
        found = _section(section)
        if not found.may_grow:
            abort(404)
        try:
            with desk.writing() as uow:
                _values(uow, found, key)
                _ensure_unused(uow, section, key)
                overrides = found.save(settings.present(uow), key, None)
                settings.change(uow, who().officer, overrides)
        except Refused as refusal:
            return _again(desk, found, key, refusal)
        desk.expire()
        return redirect(url_for("desk.setting_list", section=section, saved=1), 303)


def home_page(desk: Desk, fault: str = "") -> str:
    """The list of all sections. `fault`: the sentence of a refused file."""
    with desk.reading() as uow:
        files = settings.present(uow)
        sections = [
            (one, desk.say(f"setting.section_{one.key}"), one.items(files)) for one in SECTIONS
        ]
    return render_template(
        "desk/settings.html",
        sections=sections,
        words=sum(map(len, files[WORDS].values())),
        files=sorted(settings.EDITABLE),
        taken=request.args.get("taken", ""),
        fault=fault,
    )


def _section(key: str) -> Section:
    if key not in BY_KEY:
        abort(404)
    return BY_KEY[key]


def _values(uow: UnitOfWork, section: Section, key: str) -> Mapping[str, Any]:
    if key == NEW and section.may_grow:
        return {}
    found = section.values(settings.present(uow), key)
    if found is None:
        abort(404)
    return found


def _shown(section: Section, values: Mapping[str, Any]) -> dict[str, Any]:
    """The content of the form fields; flags and confirmed fields are not converted."""
    return {
        field.name: values.get(field.name, [] if field.kind is Kind.CONFIRMED else False)
        if field.kind in {Kind.FLAG, Kind.CONFIRMED}
        else field.shown(values.get(field.name))
        for field in section.fields
    }


def _typed(section: Section) -> dict[str, Any]:
    form = request.form
    return {field.name: field.read(form, form.getlist(field.name)) for field in section.fields}


def _ensure_meant(section: Section, before: Mapping[str, Any], typed: Mapping[str, Any]) -> None:
    """Raise Refused field_unusual for a new number that is large and was not confirmed by sending it again."""
    for field in section.fields:
        value = typed.get(field.name)
        if field.asks_above is None or value is None or value <= field.asks_above:
            continue
        if (
            value != before.get(field.name)
            and request.form.get(MEANT, "") != f"{field.name}:{value}"
        ):
            raise Refused("field_unusual", field=field.name, value=value, most=field.asks_above)


def _meant(refusal: Refused) -> str:
    """The value of the hidden field MEANT after a refusal, "" for none."""
    if refusal.key != "field_unusual":
        return ""
    return f"{refusal.facts['field']}:{refusal.facts['value']}"


def _remove_words(uow: UnitOfWork, desk: Desk, section: Section, key: str) -> str:
    """What is said before an entry is removed."""
    if section.key != "villages":
        return desk.say("setting.remove_entry")
    return desk.say("setting.remove_village", count=uow.tx.overview.count_of_village(row_key(key)))


def _form(
    uow: UnitOfWork,
    desk: Desk,
    section: Section,
    key: str,
    shown: Mapping[str, Any],
    *,
    fault: str = "",
    faulty: str = "",
    meant: str = "",
) -> str:
    files = settings.present(uow)
    return render_template(
        "desk/setting.html",
        section=section,
        key=key,
        title=desk.say(f"setting.section_{section.key}"),
        heading=desk.say(f"setting.gap_{key}") if section.key == "privacy" else "",
        shown=shown,
        labels={field.name: field_name(desk, field.name) for field in section.fields},
        confirmed={
            name: field_name(desk, name) for field in section.fields for name in field.names
        },
        choices={field.name: field.choices(files) for field in section.fields if field.choices},
        fault=fault,
        faulty=faulty,
        meant=meant,
        remove_words="" if key == NEW else _remove_words(uow, desk, section, key),
        is_new=key == NEW,
    )


def _again(desk: Desk, section: Section, key: str, refusal: Refused) -> AnyResponse:
    """The form with the entries and the fault at its field."""
    faulty = str(refusal.facts.get("field", ""))
    facts = {**refusal.facts}
    if faulty:
        facts["field"] = field_name(desk, faulty)
    with desk.reading() as uow:
        stored = _shown(section, _values(uow, section, key))
        form = request.form
        shown = {
            field.name: field.name in form
            if field.kind is Kind.FLAG
            else [one for one in field.names if one not in form.getlist(field.name)]
            if field.kind is Kind.CONFIRMED
            else form.get(field.name, stored[field.name])
            for field in section.fields
        }
        fault = desk.say(f"refusals.{refusal.key}", **facts)
        page = _form(
            uow, desk, section, key, shown, fault=fault, faulty=faulty, meant=_meant(refusal)
        )
        return Response(page, 422)


def field_name(desk: Desk, name: str) -> str:
    sentences = desk.context.current.translations.sentences
    key = f"setting.field_{name}"
    return sentences[key].th if key in sentences else name


def _gap_names(desk: Desk) -> dict[str, str]:
    gaps = desk.context.current.catalog.privacy
    return {one.key: desk.say(f"setting.gap_{one.key}") for one in gaps}


def _ensure_unused(uow: UnitOfWork, section: str, key: str) -> None:
    """Raise Refused section_in_use for a department that still has officers or cases."""
    if section != "departments":
        return
    has_officers = any(one.active and one.department == key for one in uow.tx.officers.all())
    if has_officers or uow.tx.overview.has_cases_of(key):
        raise Refused("section_in_use")
