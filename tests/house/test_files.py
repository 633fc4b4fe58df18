"""Every file has one subject and a name that says it, and no path of a developer's machine."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 400
DRAWERS = {"utils", "util", "common", "helpers", "misc", "shared"}
# Split so that this file does not contain the texts that it searches for.
MACHINE_PATHS = [
    re.compile("(?<![\\w.])/" + folder + "/")
    for folder in ("work", "home/[a-z]+", "Users/[A-Za-z]+", "tmp/(?:wt|spec|bash)")
]
REGISTRIES = [
    re.compile(host)
    for host in (
        "py" + r"pi\.org",
        "python" + r"hosted\.org",
        "registry\\." + "npm",
        "proxy\\." + "golang",
        "index-" + "url",
        "/sim" + "ple/",
    )
]


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    """Return name and content of every tracked text file."""
    found = []
    for path in tracked():
        try:
            found.append((path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def test_no_file_of_code_is_longer_than_one_can_overlook():
    code = [path for path in tracked() if path.suffix == ".py"]
    outside_tests = [path for path in code if path.relative_to(ROOT).parts[0] != "tests"]
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in outside_tests
        if "migrations/versions" not in path.as_posix()
        and (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST
    }
    assert long == {}


def test_there_is_no_drawer_for_odds_and_ends():
    named = {
        path.relative_to(ROOT).as_posix()
        for path in tracked()
        if {path.stem, path.parent.name} & DRAWERS
    }
    assert named == set()


def test_links_and_environments_are_not_tracked():
    assert [path for path in tracked() if path.is_symlink() or ".venv" in path.parts] == []


@pytest.mark.parametrize("pattern", MACHINE_PATHS, ids=lambda pattern: pattern.pattern)
def test_no_path_of_a_machine_is_written_down(pattern):
    found = [
        (name, line.strip())
        for name, text in texts()
        for line in text.splitlines()
        if pattern.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("pattern", REGISTRIES, ids=lambda pattern: pattern.pattern)
def test_no_package_registry_is_named(pattern):
    assert [name for name, text in texts() if pattern.search(text)] == []


def test_every_module_says_what_lives_in_it():
    silent = [
        name
        for name, text in texts()
        if name.endswith(".py") and text.strip() and not text.lstrip().startswith('"""')
    ]
    assert silent == []
