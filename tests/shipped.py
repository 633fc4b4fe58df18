"""The municipality's data as it is shipped, read once for the tests that talk about it."""

from functools import cache

from domain.organisation.catalog import Catalog
from storage.organisation_data.reading import parse_catalog, read_files


@cache
def shipped_catalog() -> Catalog:
    return parse_catalog(read_files())
