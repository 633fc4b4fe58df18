"""Reads the windows of the official EIT from the parsed file eit.toml."""

from collections.abc import Mapping

from domain.surveys.eit import EitWindow
from storage.organisation_data.reading import CatalogError
from storage.organisation_data.toml_table import Table


def parse_eit_windows(file: Mapping[str, object]) -> tuple[EitWindow, ...]:
    """Return the windows in file order. Raises CatalogError with all faults of the file."""
    faults: list[str] = []
    table = Table(file, "eit.toml", faults)
    windows = tuple(_window(one) for one in table.tables("window"))
    table.reject_unknown_keys()
    if faults:
        raise CatalogError(faults)
    return windows


def _window(table: Table) -> EitWindow:
    window = EitWindow(
        fiscal_year=table.count("fiscal_year"),
        opens=table.day("opens"),
        closes=table.day("closes"),
        address=table.address_or_blank("address"),
        target=table.count("target") if table.has("target") else None,
        source=table.text("source"),
        verified=table.flag("verified"),
    )
    if window.closes < window.opens:
        table.fault("closes", "must not be before opens")
    table.reject_unknown_keys()
    return window
