"""Contents of public addresses, made anew only when what they show has changed, so that readers cost little."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.organisation.calendar import bangkok, month_key
from domain.organisation.catalog import Catalog
from handlers.core.i18n import Translations
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.open_photos import MOST_SHOWN

COUNTED_ANEW = timedelta(minutes=10)
"""Figures of periods that are over change little, so they may be this old."""


@dataclass(frozen=True)
class _Snapshot:
    catalog: Catalog
    translations: Translations
    state: Hashable
    made_at: datetime
    content: bytes


class Snapshots:
    """The contents that this process has made."""

    def __init__(self) -> None:
        self._made: dict[str, _Snapshot] = {}

    def content(self, uow: UnitOfWork, path: str, make: Callable[[], bytes]) -> bytes:
        """Return the content of an address. `make`: makes it, in this unit of work.

        What was published or withdrawn shows at once: the state of both is read each time, in two queries.
        """
        state = _state(uow)
        catalog, translations = uow.context.catalog, uow.context.translations
        kept = self._made.get(path)
        if (
            kept is not None
            and kept.state == state
            and kept.catalog is catalog
            and kept.translations is translations
        ):
            if uow.now - kept.made_at < COUNTED_ANEW:
                return kept.content
            # One reader counts anew; those who come meanwhile get the content of before.
            self._made[path] = replace(kept, made_at=uow.now)
        content = make()
        self._made[path] = _Snapshot(catalog, translations, state, uow.now, content)
        return content


def _state(uow: UnitOfWork) -> Hashable:
    return (
        month_key(bangkok(uow.now).date()),
        uow.tx.public_page.state(),
        tuple(uow.tx.open_photos.newest(MOST_SHOWN)),
    )
