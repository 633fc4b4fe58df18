"""Settings and plugins for all tests."""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

# Failed assertions in these modules are reported in full, like those in a test.
pytest.register_assert_rewrite("tests.chat", "tests.street")
pytest_plugins = ("tests.databases",)
# A slow machine must not fail a property test.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


class _CompiledTemplates(BytecodeCache):
    """Keeps compiled Jinja templates between tests, because each application would compile every page anew."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key] = bucket.bytecode_to_string()


Flask.jinja_options = {"bytecode_cache": _CompiledTemplates()}
_compile_builder = Rule._compile_builder
_builders: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}


def _builder_of(rule: Rule, *append_unknown: bool) -> Callable[..., tuple[str, str]]:
    """Compile what builds the URLs of a route once a process: for all routes it takes most of an application's start."""
    key = (rule.rule, rule.subdomain, rule.host, repr(rule.defaults), *rule._trace, append_unknown)
    if key not in _builders:
        _builders[key] = _compile_builder(rule, *append_unknown)
    return _builders[key]


Rule._compile_builder = _builder_of
MEMORY = Path("/dev/shm")
ROOM = 2 << 30
"""Bytes: several times what a whole run writes, PostgreSQL included. Containers often have only 64 MB."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: takes ten seconds or more, so it is run first")
    # Databases sync every commit to the disk, which takes half of a test's time and is not what is tested.
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort long tests first, so that no worker is idle while the last one runs.

    A test on PostgreSQL is not traced: it takes the same branches of domain and handlers as on SQLite, and
    tracing takes two fifths of its time. Neither are faulty commands, which end before they do anything.
    """
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    for item in items:
        call = getattr(item, "callspec", None)
        is_on_postgres = call is not None and call.params.get("kind") == "postgresql"
        if is_on_postgres or item.path.parent.name == "command_faults":
            item.add_marker("no_cover")


def pytest_collection_finish() -> None:
    # Imported modules stay in memory, so the garbage collector need not search them again.
    gc.collect()
    gc.freeze()
