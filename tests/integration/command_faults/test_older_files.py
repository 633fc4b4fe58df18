"""The office's file lacks what a newer release reads, because it was written for an earlier one: the bot starts."""

import tomllib
from importlib import resources

import pytest

from bot.settings import Settings
from bot.wiring import build_context
from storage.organisation_data.reading import read_files
from storage.organisation_data.surveys.reading import read_question_sets
from tests.integration.command_faults.commands import assert_thai_and_english, own_file


def without(name, table):
    """The shipped file without a table and those below it."""
    text = (resources.files("domain") / "data" / f"{name}.toml").read_text("utf-8")
    kept, is_in = [], False
    for line in text.splitlines():
        if line.startswith("["):
            is_in = line.strip("[]").split(".")[: table.count(".") + 1] == table.split(".")
        if not is_in:
            kept.append(line)
    return "\n".join(kept)


def started():
    """The context of a bot that has started with the settings of this office."""
    context = build_context(Settings.read())
    context.store.close()
    return context


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("accusation", "unnamed"),
        ("accusation", "landmark"),
        ("accusation", "post"),
        ("acts", "words"),
        ("categories", "category.traffic"),
        ("commands", "command"),
        ("emergency", "contacts"),
        ("integrity", "measure.complaint_channels"),
        ("keywords", "kin"),
        ("organisation", "emergency.mental"),
        ("survey_words", "polar"),
        ("surveys", "purpose.case"),
    ],
)
def test_a_newer_table_comes_from_the_shipped_file(place, monkeypatch, name, table):
    older = without(name, table)
    assert tomllib.loads(older) != read_files()[name], "nothing was left out"
    folder = own_file(place, f"{name}.toml", older.encode())
    monkeypatch.setenv("ORGANISATION_DIR", folder)
    assert started().catalog.category("traffic")


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""], ids=["with a mark", "without"])
def test_the_words_of_surveys_saved_on_windows_are_read(place, monkeypatch, mark):
    text = (resources.files("domain") / "data" / "surveys.toml").read_text("utf-8")
    folder = own_file(place, "surveys.toml", mark + text.replace("\n", "\r\n").encode())
    monkeypatch.setenv("ORGANISATION_DIR", folder)
    assert started().question_sets
    assert read_question_sets(place / "organisation")


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("acts", "words = 3", "cannot be used: "),
        ("acts", "[[rule]]\nis = 'x'", "cannot be used: |is missing"),
        ("commands", "command = []", "cannot be used: "),
        ("dialect", "words = []", "cannot be used: "),
        ("emergency", "[contacts]\nfire = ['moon']", "no such emergency contact"),
        ("follow_up", "again = 3", "cannot be used: "),
        ("keywords", "[prior]\norder = ['light', 'light']", "must name each category once"),
        ("longer_words", "words = 3", "cannot be used: "),
        ("staff", "words = 3", "cannot be used: "),
        ("survey_words", "way = 3", "cannot be used: "),
    ],
)
def test_a_file_of_words_that_cannot_be_used_is_named(output_of, place, name, content, fault):
    folder = own_file(place, f"{name}.toml", content.encode())
    line = output_of("officer", "list", ORGANISATION_DIR=folder)
    assert f"{name}.toml: " in line
    assert any(one in line for one in fault.split("|")), line
    assert_thai_and_english(line)
