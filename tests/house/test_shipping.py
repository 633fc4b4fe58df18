"""What is installed where: pinned hashes for every version, no development tools for an office, no simulator."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
# Folders that are in the repository only.
UNSHIPPED = {"simulator", "bench", "tests"}
PIN = re.compile(
    r"""^(?P<name>[a-z0-9-]+) (?:\[[a-z, ]+\])? == (?P<version>[\w.]+) (?:\ ;\ .+)? \ \\\n
    (?P<hashes>(?:[ ]{4}--hash=sha256:[0-9a-f]{64}(?:\ \\)?\n)+)""",
    re.MULTILINE | re.VERBOSE,
)


def text(name: str) -> str:
    return (ROOT / name).read_text()


def names(requirements: list[str]) -> set[str]:
    found = [re.match(r"[\w.-]+", one).group() for one in requirements]
    return {re.sub(r"[-_.]+", "-", name).lower() for name in found}


def pins(file: str) -> dict[str, str]:
    """Name -> version."""
    return {pin["name"]: pin["version"] for pin in PIN.finditer(text(file))}


def shipped_packages() -> set[str]:
    return {path.parent.name for path in ROOT.glob("*/__init__.py")} - UNSHIPPED


def test_every_dependency_is_pinned():
    assert names(PROJECT["project"]["dependencies"]) - set(pins("requirements.txt")) == set()


def test_every_tool_is_pinned_and_no_office_installs_one():
    tools = names(PROJECT["dependency-groups"]["dev"])
    assert tools - set(pins("requirements-dev.txt")) == set()
    assert tools & set(pins("requirements.txt")) == set()
    assert "optional-dependencies" not in PROJECT["project"]


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_line_of_requirements_is_a_version_with_hashes(file):
    rest = PIN.sub("", text(file))
    assert [line for line in rest.splitlines() if not re.match(r" *#", line)] == []


def test_bot_and_tools_agree_on_the_versions_they_share():
    bot, tools = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {name: tools[name] for name in bot.keys() & tools.keys()} == {
        name: bot[name] for name in bot.keys() & tools.keys()
    }


@pytest.mark.parametrize("file", ["Makefile", "Dockerfile", "docs/install-th.md"])
def test_every_install_demands_hashes(file):
    installs = re.findall(r"pip install .*", text(file))
    assert [one for one in installs if "--require-hashes" not in one] == []
    assert installs


def test_the_demo_installs_no_tools():
    needs = re.findall(r"^(demo[a-z-]*): (.+) ##", text("Makefile"), re.MULTILINE)
    assert needs == [("demo", "$(BOT)"), ("demo-data", "$(BOT)")]


def test_the_image_holds_every_package_that_ships():
    dockerfile, ignore = text("Dockerfile"), text(".dockerignore")
    assert set(re.findall(r"^COPY (\w+) \w+$", dockerfile, re.MULTILINE)) == shipped_packages()
    assert set(re.findall(r"^!(\w+)$", ignore, re.MULTILINE)) == shipped_packages()
    assert "bot/demo" in ignore.splitlines()


def test_the_installed_package_holds_what_the_image_holds():
    find = PROJECT["tool"]["setuptools"]["packages"]["find"]
    wanted = [glob for name in sorted(shipped_packages()) for glob in (name, f"{name}.*")]
    assert find == {"include": wanted, "exclude": ["bot.demo", "bot.demo.*"]}


def imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module)
    return found


def test_nothing_that_ships_needs_what_does_not():
    """Only the command line knows the demo, and offers it only where the simulator is installed."""
    needing = {
        path.relative_to(ROOT).as_posix(): sorted(unshipped)
        for name in shipped_packages()
        for path in (ROOT / name).rglob("*.py")
        if "bot/demo/" not in path.as_posix()
        and (
            unshipped := {
                one
                for one in imports(path)
                if one.split(".")[0] in UNSHIPPED or one.startswith("bot.demo")
            }
        )
    }
    assert needing == {"bot/__main__.py": ["bot.demo.replay", "bot.demo.run"]}
