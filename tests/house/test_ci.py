"""`make`, the workflow and the hooks: every check runs once, on every Python, from pinned sources."""

import os
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]


def kinds_of_tests() -> list[str]:
    """The folders in tests/ that contain tests for pytest."""
    tests = (ROOT / "tests").rglob("test_*.py")
    return sorted({"/".join(path.relative_to(ROOT).parts[:2]) for path in tests})


def text(name: str) -> str:
    return (ROOT / name).read_text()


@cache
def recipes(*targets: str) -> list[str]:
    """Return the commands that `make` would run."""
    # This test may run under `make`, whose flags must not reach the inner one.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(
        ["make", "--dry-run", *targets],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def folders_tested(commands: list[str]) -> list[str]:
    """Return the folders of tests that each run of pytest covers."""
    runs = [command for command in commands if " -m pytest " in command]
    return sorted(folder for run in runs for folder in re.findall(r"tests/\w+", run))


def test_ci_runs_what_a_developer_runs_before_a_pull_request():
    assert text(".ci/run").splitlines()[-1] == "make check test"
    assert "make check test " in text("CONTRIBUTING.md")
    steps = re.findall(r"run: (\.ci/\w+)$", text(".github/workflows/ci.yml"), re.MULTILINE)
    assert steps == [".ci/run"]


@pytest.mark.parametrize("targets", [("check", "test"), ("test",)])
def test_every_test_runs_once(targets):
    assert folders_tested(recipes(*targets)) == kinds_of_tests()


def test_check_runs_every_check_and_the_fast_tests():
    commands = recipes("check")
    for check in ("ruff check .", "ruff format --check .", "lint-imports", "mypy "):
        assert len([command for command in commands if f"bin/{check}" in command]) == 1
    assert folders_tested(commands) == ["tests/house", "tests/language", "tests/unit"]


def test_branches_are_measured_where_the_figure_is_asked_for():
    measured = {
        targets: len([one for one in recipes(*targets) if re.search("--cov |coverage report", one)])
        for targets in (("check",), ("check", "test"), ("test",), ("coverage",))
    }
    assert measured == {("check",): 0, ("check", "test"): 2, ("test",): 2, ("coverage",): 2}
    coverage = PROJECT["tool"]["coverage"]
    assert coverage["run"] == {"branch": True, "source": ["domain", "handlers"]}
    assert coverage["report"]["fail_under"] > 0


def test_types_of_every_package_are_checked():
    (packages,) = re.findall(r"^PACKAGES := (.+)$", text("Makefile"), re.MULTILINE)
    there = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages.split() == sorted(there)


def test_make_explains_every_target():
    makefile = text("Makefile")
    phony = set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE).group(1).split())
    assert set(re.findall(r"^([a-z0-9-]+):.*## .+$", makefile, re.MULTILINE)) == phony


def test_every_supported_python_is_tested():
    (matrix,) = re.findall(r"^ +python: \[(.+)\]$", text(".github/workflows/ci.yml"), re.MULTILINE)
    assert re.findall(r"[\d.]+", matrix) == PYTHONS
    assert PROJECT["project"]["requires-python"] == f">={PYTHONS[0]}"
    searched = re.findall(r"python(3\.\d+)", text("Makefile"))
    assert sorted(searched) == PYTHONS


def test_actions_are_pinned_by_commit():
    uses = [
        action
        for workflow in (ROOT / ".github/workflows").iterdir()
        for action in re.findall(r"uses: (.+)", workflow.read_text())
    ]
    assert uses
    assert [one for one in uses if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[\d.]+", one)] == []


def test_images_are_pinned_by_digest():
    named = re.findall(r"^FROM (\S+)", text("Dockerfile"), re.MULTILINE)
    named += [
        one
        for one in re.findall(r"^ +image: (\S+)", text("compose.yaml"), re.MULTILINE)
        if ":" in one
    ]
    assert len(named) == 3
    assert [
        one for one in named if not re.fullmatch(r"[a-z]+:[\w.-]+@sha256:[0-9a-f]{64}", one)
    ] == []


def test_a_release_has_one_version_and_every_test_before_it():
    """Tag, program, changelog and image have the same version; the image has neither simulator nor tools."""
    release = text(".github/workflows/release.yml")
    assert re.findall(r"tags: \[(.+)\]", release) == ['"v*"']
    assert re.findall(r"run: (\.ci/\w+)$", release, re.MULTILINE) == [".ci/run"]
    assert "needs: everything" in release
    for step in ('"rongtuk $VERSION"', "CHANGELOG.md", "docker push", "simulator"):
        assert step in release, step


def test_whatever_is_pinned_is_renewed():
    renewed = re.findall(r"package-ecosystem: (.+)", text(".github/dependabot.yml"))
    assert renewed == ["pip", "github-actions", "docker", "docker-compose"]


def test_hooks_run_the_tools_of_the_project():
    hooks = text(".pre-commit-config.yaml")
    assert set(re.findall(r"repo: (.+)", hooks)) == {"local"}
    entries = re.findall(r"entry: (.+)", hooks)
    assert [one.split()[:2] for one in entries] == [
        [".venv/bin/ruff", "check"],
        [".venv/bin/ruff", "format"],
        ["make", "types"],
    ]
