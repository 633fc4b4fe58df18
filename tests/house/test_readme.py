"""The README names existing folders, files and commands."""

import re
import subprocess
from pathlib import Path

import typer

from bot.__main__ import cli

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
TO_BE_MADE = {
    "domain/x/",
    "handlers/conversations/x.py",
    "handlers/usecases/x.py",
    "handlers/words/x.toml",
    "storage/x.py",
}
"""Files that a developer creates to add something."""
TREE_LINE = re.compile(
    r"^(?P<indent>(?:[│|] {3}| {2,4})*)(?:[├└]── |[-*] )?(?P<name>[\w.][\w./-]*/?)(?:\s{2,}.*|\s*#.*|\s*)$"
)


def text() -> str:
    return README.read_text(encoding="utf-8")


def fences() -> list[str]:
    return re.findall(r"^```[^\n]*\n(.*?)^```", text(), re.MULTILINE | re.DOTALL)


def tree() -> str:
    """Return the fenced block with the tree of the repository, which names all three of these folders."""
    found = [
        block
        for block in fences()
        if all(f"{name}/" in block for name in ("domain", "handlers", "storage"))
    ]
    assert len(found) == 1, "README.md has one fenced tree of the folders"
    return found[0]


def drawn_paths() -> list[str]:
    """Yield the full path of every entry of the tree."""
    paths: list[tuple[int, str]] = []
    found = []
    for line in tree().splitlines():
        match = TREE_LINE.match(line)
        if not match:
            continue
        depth = len(re.match(r"[\s│|├└─]*", line).group())
        while paths and paths[-1][0] >= depth:
            paths.pop()
        whole = "".join(name for _, name in paths) + match["name"]
        found.append(whole)
        if match["name"].endswith("/"):
            paths.append((depth, match["name"]))
    return found


def tracked() -> set[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    files = {name for name in listed.split("\0") if name}
    folders = {f"{parent.as_posix()}/" for name in files for parent in Path(name).parents}
    return files | folders


def test_the_tree_shows_only_what_is_there():
    root_name = f"{ROOT.name}/"
    drawn = [path.removeprefix(root_name).removeprefix("rongtuk/") for path in drawn_paths()]
    there = tracked()
    assert [path for path in drawn if path and path not in there] == []


def test_the_tree_shows_every_folder_of_the_house():
    folders = {f"{path.parent.name}/" for path in ROOT.glob("*/__init__.py")}
    drawn = {path.removeprefix("rongtuk/") for path in drawn_paths()}
    assert folders - drawn == set()


def test_the_tree_shows_every_package_of_the_program():
    rooms = (
        "domain/",
        "storage/",
        "handlers/",
        "reports/",
        "scheduler/",
        "web/",
        "bot/",
        "simulator/",
    )
    packages = {
        path.removesuffix("__init__.py")
        for path in tracked()
        if path.startswith(rooms) and path.endswith("/__init__.py") and "/migrations/" not in path
    }
    assert sorted(packages - set(drawn_paths())) == []


def test_the_tree_shows_folders_only():
    assert [path for path in drawn_paths() if not path.endswith("/")] == []


def test_every_make_target_it_names_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", text(), re.MULTILINE)) - targets == set()


def commands(group, words: tuple[str, ...] = ()) -> set[str]:
    found = set()
    for name, command in group.commands.items():
        whole = (*words, name)
        found.add(" ".join(whole))
        if hasattr(command, "commands"):
            found |= commands(command, whole)
    return found


def test_every_command_it_names_exists():
    existing = commands(typer.main.get_command(cli))
    named = re.findall(r"python -m bot ((?:[a-z-]+ ?){1,2})", text())
    unknown = [
        words.strip()
        for words in named
        if words.strip() not in existing and words.split()[0] not in existing
    ]
    assert unknown == []


def test_every_link_into_the_house_leads_somewhere():
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text())
    assert [link for link in links if not (ROOT / link).exists()] == []


def paths_named(words: str) -> set[str]:
    """Return the files and folders of the repository in backticks, without patterns such as `*.toml`."""
    named = re.findall(r"`((?:[\w.-]+/)+[\w.-]*)`", words)
    return {path for path in named if path.split("/")[0] in rooms_on_the_ground()}


def rooms_on_the_ground() -> set[str]:
    return {path.split("/")[0] for path in tracked() if "/" in path}


def test_every_file_that_is_to_be_changed_is_there():
    assert paths_named(text()) - tracked() - TO_BE_MADE == set()


def test_a_path_that_leads_nowhere_is_noticed():
    assert paths_named("see `handlers/access/gone.py`") - tracked() == {"handlers/access/gone.py"}


def test_it_can_be_read_in_one_sitting():
    assert text().count("\n") <= 200


def test_every_test_that_the_reliability_page_names_exists():
    page = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    tests = [path for path in tracked() if path.startswith("tests/") and path.endswith(".py")]
    existing = {Path(path).stem for path in tests}
    existing |= {
        name
        for path in tests
        for name in re.findall(r"def (test_\w+)", (ROOT / path).read_text(encoding="utf-8"))
    }
    named = re.findall(r"`(test_\w+)`", page)
    assert sorted(set(named) - existing) == []
    assert named
