"""The municipality's data as it is shipped, read once for the tests that talk about it."""

import tomllib
from functools import cache
from pathlib import Path

import domain
from domain.organisation.catalog import FILES, Catalog


@cache
def shipped_catalog() -> Catalog:
    folder = Path(domain.__file__).parent / "data"
    texts = {name: (folder / f"{name}.toml").read_text(encoding="utf-8") for name in FILES}
    return Catalog.parse({name: tomllib.loads(text) for name, text in texts.items()})
