"""The shipped data of the organisation, read once for all tests that use it."""

from functools import cache

from domain.organisation.catalog import Catalog
from storage.organisation_data.reading import parse_catalog, read_files


@cache
def shipped_catalog() -> Catalog:
    return parse_catalog(read_files())
