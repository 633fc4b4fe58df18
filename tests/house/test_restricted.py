"""The closed list of files that read whether a case is about staff, and of those that search for such cases."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = ("bot", "web", "scheduler", "reports", "handlers", "storage", "domain")

READS_RESTRICTED = {
    # The case, its rules, and the category that makes a case a staff complaint.
    "domain/cases/complaint.py",
    "domain/cases/permission.py",
    "storage/organisation_data/catalog_files.py",
    "domain/organisation/catalog.py",
    "domain/organisation/organisation.py",
    # Figures count the two kinds separately.
    "domain/figures/monthly_figures.py",
    "storage/reporting/monthly_figures.py",
    # Who reads, who handles, who is notified, where it may appear.
    "handlers/access/disclosure.py",
    "handlers/access/recipients.py",
    "handlers/access/custodians.py",
    # Rows: which text is sealed, and which rows a query leaves out.
    "storage/cases/complaints.py",
    "storage/cases/resolutions.py",
    "storage/cases/sealed_text.py",
    # Where a case becomes a staff complaint, and where the console keeps categories from becoming one.
    "handlers/usecases/case_filing.py",
    "handlers/usecases/desk/kept_settings.py",
}
DECLARES_RESTRICTED = {
    "storage/tables/cases.py",
    # The series of case numbers for staff complaints.
    "domain/cases/case_number.py",
}
FINDS_STAFF_CASES = {
    "handlers/access/evidence.py",
    "handlers/access/identity.py",
    "handlers/access/recipients.py",
    "handlers/access/custodians.py",
    "handlers/access/work_list.py",
    # Escalation, the reporter's own page, filing and retention apply to every case.
    "handlers/notify/escalation.py",
    "handlers/routing/entry_points.py",
    "handlers/usecases/case_numbers.py",
    "handlers/usecases/case_filing.py",
    "handlers/usecases/complaints.py",
    "handlers/usecases/conduct.py",
    "handlers/usecases/custody.py",
    "handlers/usecases/identity.py",
    "handlers/usecases/corrections/in_case.py",
    "handlers/usecases/retention.py",
    "handlers/usecases/sealing.py",
    "storage/maintenance/key_rotation.py",
    "storage/transaction.py",
}
MAKES_READERS = {
    # They decide who reads a case; storage has to encrypt what it stores.
    "handlers/access/custodians.py",
    "handlers/access/reading.py",
    "storage/cases/sealed_text.py",
}
DECIDES_BY_POST = {"domain/cases/lifecycle.py", "handlers/access/permission.py"}


def reads_restricted(code: str) -> bool:
    """Return whether code reads the flag, or passes it on by its name."""
    return any(
        (isinstance(node, ast.Attribute) and node.attr == "restricted")
        or (isinstance(node, ast.keyword) and node.arg == "restricted")
        or (isinstance(node, ast.arg) and node.arg == "restricted")
        or (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and node.target.id == "restricted"
        )
        # `getattr(case, "restricted")` and `text("complaint.restricted")` read it as well.
        or (
            isinstance(node, ast.Call)
            and any(
                isinstance(one, ast.Constant)
                and isinstance(one.value, str)
                and one.value.rpartition(".")[2] == "restricted"
                for one in node.args
            )
            and not _names_a_column(node)
        )
        for node in ast.walk(ast.parse(code))
    )


def _names_a_column(node: ast.Call) -> bool:
    """Whether code only names the column of a table and reads none."""
    return isinstance(node.func, ast.Name) and node.func.id in {"Column", "Index"}


def finds_staff_cases(code: str) -> bool:
    return any(
        isinstance(node, ast.Attribute | ast.FunctionDef)
        and (node.attr if isinstance(node, ast.Attribute) else node.name)
        in {"all_cases", "staff_cases"}
        for node in ast.walk(ast.parse(code))
    )


def decides_by_post(code: str) -> bool:
    """Return whether code imports the rules that check posts only, and not custodians."""
    imported = [
        f"{node.module}.{name.name}" if isinstance(node, ast.ImportFrom) else name.name
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.ImportFrom | ast.Import)
        for name in node.names
    ]
    return any(name.startswith("domain.cases.permission") for name in imported)


def makes_readers(code: str) -> bool:
    """Return whether code makes a reader, which opens sealed text."""
    return any(
        isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id == "Reader")
            or (isinstance(node.func, ast.Attribute) and node.func.attr == "Reader")
        )
        for node in ast.walk(ast.parse(code))
    )


def sources() -> Iterator[tuple[str, str]]:
    for package in CODE:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "migrations/" not in name:
                yield name, path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("is_one", "allowed"),
    [
        (reads_restricted, READS_RESTRICTED),
        (finds_staff_cases, FINDS_STAFF_CASES),
        (decides_by_post, DECIDES_BY_POST),
        (makes_readers, MAKES_READERS),
    ],
)
def test_nobody_else_does_and_nobody_is_named_in_vain(is_one, allowed):
    assert {name for name, code in sources() if is_one(code)} == allowed


def test_at_most_fifteen_files_read_it():
    assert len(READS_RESTRICTED) <= 15


@pytest.mark.parametrize(
    ("is_one", "code"),
    [
        (reads_restricted, "if case.restricted: pass"),
        (reads_restricted, "query.where(complaint.c.restricted)"),
        (reads_restricted, "getattr(case, 'restricted')"),
        (reads_restricted, "text('complaint.restricted')"),
        (reads_restricted, "open_of(restricted=False)"),
        (reads_restricted, "def told(level, *, restricted): pass"),
        (finds_staff_cases, "desk.tx.all_cases.find(1)"),
        (finds_staff_cases, "found = tx.staff_cases"),
        (decides_by_post, "from domain.cases.permission import may_see"),
        (decides_by_post, "from domain.cases import permission"),
        (decides_by_post, "import domain.cases.permission"),
        (makes_readers, "words = text.open(Reader('x', case.number, ''))"),
        (makes_readers, "sealed_text.Reader('x', case.number, '')"),
    ],
)
def test_a_breach_is_noticed(is_one, code):
    assert is_one(code)


def test_every_file_that_writes_the_word_is_named():
    """`grep -l restricted` finds the files of this list: the readers, and the declaration of the field."""
    assert {name for name, code in sources() if "restricted" in code} == (
        READS_RESTRICTED | DECLARES_RESTRICTED
    )
