"""The previous release, from the repository's history, and a made-up next release."""

import io
import shutil
import subprocess
import tarfile
from pathlib import Path

from alembic.script import ScriptDirectory

from storage.migrate import number

ROOT = Path(__file__).parents[1]
MIGRATIONS = "storage/migrations"
PACKAGES = ("bot", "domain", "handlers", "reports", "scheduler", "storage", "web")
ONE_MORE = """
import sqlalchemy as sa
from alembic import op
from storage.migrations.online import build_index

revision, down_revision = {name!r}, {before!r}
branch_labels = depends_on = None


def upgrade():
    op.add_column("person", sa.Column("since_then", sa.Integer()))
    build_index("ix_person_since_then", "person", ["since_then"], where="since_then > 0")
"""


def next_migrations(folder: Path, *, oldest: int | None) -> Path:
    """Return a new folder with the present migrations and one more.

    `oldest`: the oldest schema whose code may run on the new one; None allows no older code.
    """
    shutil.copytree(ROOT / MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    before = ScriptDirectory(str(folder)).get_current_head()
    following = number(before) + 1
    name = f"schema_{following:04}_from_{oldest or following:04}"
    code = ONE_MORE.format(name=name, before=before)
    (folder / "versions" / f"{following:04}_one_more.py").write_text(code)
    return folder


def two_releases(folder: Path) -> tuple[Path, Path]:
    """Return the code of a release and of the next one, which has more migrations.

    They are the newest commit with fewer migrations than the present code, and the present code. If there is no
    such commit (a single migration, or a shallow clone): the present code, and the same with one more migration.
    """
    if (commit := _commit_with_fewer(_migrations_today())) is not None:
        return _code_of(commit, folder / "before"), ROOT
    after = folder / "after"
    for package in PACKAGES:
        ignored = shutil.ignore_patterns("__pycache__", "migrations")
        shutil.copytree(ROOT / package, after / package, ignore=ignored)
    next_migrations(after / MIGRATIONS, oldest=1)
    return ROOT, after


def _migrations_today() -> int:
    return len(list((ROOT / MIGRATIONS / "versions").glob("[0-9]*.py")))


def _commit_with_fewer(count: int) -> str | None:
    # The parent of each commit that changed the migrations, on the first-parent line.
    asked = ("log", "--first-parent", "--format=%P", "--", f"{MIGRATIONS}/versions")
    try:
        before = [line.split()[0] for line in _git(*asked).decode().splitlines() if line]
        return next(
            (
                commit
                for commit in before
                if 0 < _migrations_of(commit) < count and _begins_as_today(commit)
            ),
            None,
        )
    except subprocess.CalledProcessError:
        return None


def _begins_as_today(commit: str) -> bool:
    """Whether a commit has the present first migration; earlier schemas were never released."""
    (first,) = (ROOT / MIGRATIONS / "versions").glob("0001_*.py")
    path = f"{MIGRATIONS}/versions/{first.name}"
    return (
        bool(_git("ls-tree", commit, path))
        and _git("show", f"{commit}:{path}") == first.read_bytes()
    )


def _migrations_of(commit: str) -> int:
    listed = _git("ls-tree", "--name-only", f"{commit}:{MIGRATIONS}/versions").decode().split()
    return sum(name[:4].isdecimal() for name in listed)


def _code_of(commit: str, folder: Path) -> Path:
    with tarfile.open(fileobj=io.BytesIO(_git("archive", "--format=tar", commit))) as tar:
        tar.extractall(folder, filter="data")
    return folder


def _git(*words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=True).stdout
