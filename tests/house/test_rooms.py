"""Limits the number of packages at each level of the tree."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = {
    "bench",
    "bot",
    "docs",
    "domain",
    "handlers",
    "reports",
    "scheduler",
    "simulator",
    "storage",
    "tests",
    "web",
}
MOST = {"handlers": 8, "bot": 5}
"""Return the packages directly in the folder; `handlers/words` contains texts and is not one."""


def packages(folder: Path) -> set[str]:
    """The names of the packages directly in a folder."""
    return {path.parent.name for path in folder.glob("*/__init__.py")}


def test_the_ground_floor_has_no_other_folder():
    found = {path.name for path in ROOT.iterdir() if path.is_dir() and any(path.rglob("*.py"))}
    assert {name for name in found if name[0] not in "._"} <= FOLDERS | {"build", "var"}


@pytest.mark.parametrize("folder", MOST)
def test_a_folder_has_no_more_rooms_than_one_can_hold_in_mind(folder):
    assert 0 < len(packages(ROOT / folder)) <= MOST[folder]


def test_a_room_too_many_is_noticed(tmp_path):
    for number in range(9):
        room = tmp_path / f"room_{number}"
        room.mkdir()
        (room / "__init__.py").touch()
    (tmp_path / "words").mkdir()
    assert len(packages(tmp_path)) == 9


def test_no_module_lies_between_the_rooms_of_handlers():
    assert [path.name for path in (ROOT / "handlers").glob("*.py")] == ["__init__.py"]
