"""Every key of a TOML text is found on its line, in every notation."""

import random
import tomllib
from importlib import resources

import pytest

from storage.organisation_data.surveys.positions import find_lines

WRITTEN_IN_ALL_WAYS = '''# a comment with = and [brackets]
title = "a # no comment [no] table" # one

text = """
[not.a.table]
key = 1
"""
literal = \'\'\'
[[neither]]\'\'\'
"quoted key".'and literal'.bare = 1
list = [ # comment ]
    1,
    [2, "]"],
    { a = 1, b.c = [
        3,
    ] },
]
date = 1979-05-27 07:32:00
[table."with.dot"]
one = 1
[[many]]
name = "first"
[many.below]
deep = true
[[many.inner]]
name = "x"
[[many]]
name = "second"
[[many.inner]]
name = "y"
'''
LINES = {
    (): 1,
    ("title",): 2,
    ("text",): 4,
    ("literal",): 8,
    ("quoted key",): 10,
    ("quoted key", "and literal"): 10,
    ("quoted key", "and literal", "bare"): 10,
    ("list",): 11,
    ("list", 0): 12,
    ("list", 1): 13,
    ("list", 1, 0): 13,
    ("list", 1, 1): 13,
    ("list", 2): 14,
    ("list", 2, "a"): 14,
    ("list", 2, "b"): 14,
    ("list", 2, "b", "c"): 14,
    ("list", 2, "b", "c", 0): 15,
    ("date",): 18,
    ("table", "with.dot"): 19,
    ("table", "with.dot", "one"): 20,
    ("many", 0): 21,
    ("many", 0, "name"): 22,
    ("many", 0, "below"): 23,
    ("many", 0, "below", "deep"): 24,
    ("many", 0, "inner", 0): 25,
    ("many", 0, "inner", 0, "name"): 26,
    ("many", 1): 27,
    ("many", 1, "name"): 28,
    ("many", 1, "inner", 0): 29,
    ("many", 1, "inner", 0, "name"): 30,
}


def test_every_key_and_element_has_the_line_it_stands_on():
    assert find_lines(WRITTEN_IN_ALL_WAYS) == LINES


def test_line_ends_of_windows_count_once():
    assert find_lines(WRITTEN_IN_ALL_WAYS.replace("\n", "\r\n")) == LINES


def paths(values, path=()):
    """Yield every path of parsed TOML."""
    if isinstance(values, dict):
        for key, value in values.items():
            yield (*path, key)
            yield from paths(value, (*path, key))
    elif isinstance(values, list):
        for number, value in enumerate(values):
            yield (*path, number)
            yield from paths(value, (*path, number))


SHIPPED = [
    entry
    for folder in (resources.files("domain") / "data", resources.files("handlers") / "words")
    for entry in folder.iterdir()
    if entry.name.endswith(".toml")
]


@pytest.mark.parametrize("entry", SHIPPED, ids=lambda entry: entry.name)
def test_in_every_shipped_file_each_key_stands_on_the_line_found(entry):
    text = entry.read_text("utf-8")
    found, rows = find_lines(text), text.splitlines()
    wrong = [
        path
        for path in paths(tomllib.loads(text))
        if path in found and isinstance(path[-1], str) and path[-1] not in rows[found[path] - 1]
    ]
    headers = {path[:-1] for path in found if path}
    missing = [
        path for path in paths(tomllib.loads(text)) if path not in found | dict.fromkeys(headers)
    ]
    assert (wrong, missing) == ([], [])


def test_no_bent_text_that_is_still_toml_stops_the_search():
    source, characters = WRITTEN_IN_ALL_WAYS, "\"'[]{}=.#,\n ก\\1a"
    chance, still_toml = random.Random(14), 0
    for _ in range(3000):
        letters = list(source)
        for _ in range(chance.randrange(1, 4)):
            letters[chance.randrange(len(letters))] = chance.choice(characters)
        text = "".join(letters)
        try:
            tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            continue
        find_lines(text)
        still_toml += 1
    assert still_toml > 300
