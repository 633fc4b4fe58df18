"""Completes the office's own files with what a newer release reads and an older file cannot have yet.

An upgrade must not stop the bot because a file that an office wrote for an earlier release lacks a table. Missing
words, and categories and emergency numbers of the whole country, come from the shipped file. Facts of an office,
such as its telephone, never do: those of another office would be wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Tables = dict[str, dict[str, Any]]

BY_NAME: Mapping[str, frozenset[str]] = {
    "accusation": frozenset(
        {
            "titles",
            "acting",
            "ordinary",
            "landmark",
            "courtesy",
            "wrong",
            "generic",
            "elsewhere",
            "unnamed",
            "sections",
        }
    ),
    "acts": frozenset({"words"}),
    "anonymity": frozenset({"words"}),
    "commands": frozenset({"command"}),
    "dialect": frozenset(),
    "emergency": frozenset({"words", "contacts"}),
    "follow_up": frozenset(),
    "keywords": frozenset({"words", "groups", "neutral", "place", "kin", "prior", "intent"}),
    "longer_words": frozenset(),
    "staff": frozenset({"words"}),
    "survey_words": frozenset({"way", "polar", "level"}),
    "surveys": frozenset({"source", "aspect", "indicator", "purpose", "choice"}),
}
"""The files of words, and their tables in which the program looks for names of its own.

In the others, such as `accusation.post` and `dialect.words`, an office may leave out what it does not have.
"""


def completed(
    own: Mapping[str, Mapping[str, Any]], shipped: Mapping[str, Mapping[str, Any]]
) -> Tables:
    """The shipped files with the office's own in their place, completed; by name without `.toml`."""
    files: Tables = {name: dict(table) for name, table in {**shipped, **own}.items()}
    for name in own.keys() & BY_NAME.keys():
        files[name] = _with_tables(own[name], shipped[name], BY_NAME[name])
    if "keywords" in own:
        _complete_order(files["keywords"], shipped["keywords"])
    if "categories" in own:
        _complete_categories(files, shipped)
    if "organisation" in own:
        _complete_numbers(files, shipped["organisation"])
    if "integrity" in own and "oit" not in own:
        _drop_unknown_measures(files)
    return files


def _with_tables(
    own: Mapping[str, Any], shipped: Mapping[str, Any], by_name: frozenset[str]
) -> dict[str, Any]:
    """The office's file, then the tables that it lacks, and in those of `by_name` the names that they lack."""
    table = {**own, **{key: value for key, value in shipped.items() if key not in own}}
    for key in by_name:
        if isinstance(table[key], Mapping):
            missing = {
                name: value for name, value in shipped[key].items() if name not in table[key]
            }
            table[key] = {**table[key], **missing}
    return table


def _complete_order(own: dict[str, Any], shipped: Mapping[str, Any]) -> None:
    """Append the categories that the office's order of categories lacks."""
    order = own["prior"].get("order") if isinstance(own["prior"], Mapping) else None
    if isinstance(order, list):
        missing = [key for key in shipped["prior"]["order"] if key not in order]
        own["prior"] = {**own["prior"], "order": [*order, *missing]}


def _complete_categories(files: Tables, shipped: Mapping[str, Mapping[str, Any]]) -> None:
    """Add the categories that the classifier knows and the office's file lacks, unconfirmed.

    What belongs to our integrity section, as complaints about staff do, belongs to the office's too. The EIT
    section gets what belongs to a department that this office does not have.
    """
    own, office = files["categories"].get("category"), files["organisation"]
    departments = files["departments"].get("department")
    if not isinstance(own, Mapping) or not isinstance(departments, Mapping):
        return
    ours = shipped["categories"]["category"]
    missing = {key: dict(one) for key, one in ours.items() if key not in own}
    for one in missing.values():
        one["verified"] = False
        if one["department"] == shipped["organisation"]["integrity_section"]:
            one["department"] = office.get("integrity_section")
        elif one["department"] not in departments:
            one["department"] = office.get("eit_section")
    files["categories"] = {**files["categories"], "category": {**own, **missing}}


def _complete_numbers(files: Tables, shipped: Mapping[str, Any]) -> None:
    """Add the emergency numbers that emergency.toml names and the office's organisation.toml lacks."""
    own, contacts = files["organisation"].get("emergency"), files["emergency"].get("contacts")
    if not isinstance(own, Mapping) or not isinstance(contacts, Mapping):
        return
    named = {key for keys in contacts.values() if isinstance(keys, list) for key in keys}
    missing = {key: one for key, one in shipped["emergency"].items() if key in named - own.keys()}
    files["organisation"] = {**files["organisation"], "emergency": {**own, **missing}}


def _drop_unknown_measures(files: Tables) -> None:
    """Detach the shipped items of the OIT from measures that the office's integrity.toml does not have."""
    known = files["integrity"].get("measure", {})
    items = files["oit"].get("item", [])
    files["oit"]["item"] = [
        {key: value for key, value in one.items() if key != "measure" or value in known}
        for one in items
    ]
