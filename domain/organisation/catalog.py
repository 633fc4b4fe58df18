"""The office's data as one object: organisation, departments, categories, services, holidays.

`storage.organisation_data.reading` reads the files and creates this object only after every check has passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.organisation.organisation import (
        Category,
        Department,
        DirectoryEntry,
        Holiday,
        Organisation,
        PrivacyGap,
        ReplyTemplate,
        Service,
    )


@dataclass(frozen=True)
class Catalog:
    """The content of all files. Tuples are in the order of their file."""

    organisation: Organisation
    departments: tuple[Department, ...]
    categories: tuple[Category, ...]
    services: tuple[Service, ...]
    holidays: tuple[Holiday, ...]
    templates: tuple[ReplyTemplate, ...] = ()
    privacy: tuple[PrivacyGap, ...] = ()
    directory: tuple[DirectoryEntry, ...] = ()

    def category(self, key: str) -> Category:
        """The category with this key. Raises KeyError for a key that is not in categories.toml."""
        return self.categories_by_key[key]

    @property
    def staff_category(self) -> Category:
        """The category of staff complaints."""
        return next(one for one in self.categories if one.restricted)

    def is_about_staff(self, key: str) -> bool:
        """Whether cases of a category are staff complaints. Raises KeyError like `category`."""
        return self.category(key).restricted

    def department(self, key: str) -> Department:
        """The department with this key. Raises KeyError for a key that is not in departments.toml."""
        return self.departments_by_key[key]

    def service(self, key: str) -> Service:
        """The service with this key. Raises KeyError for a key that is not in services.toml."""
        return self._services[key]

    @cached_property
    def categories_by_key(self) -> dict[str, Category]:
        return {one.key: one for one in self.categories}

    @cached_property
    def departments_by_key(self) -> dict[str, Department]:
        return {one.key: one for one in self.departments}

    @cached_property
    def _services(self) -> dict[str, Service]:
        return {one.key: one for one in self.services}

    def unverified(self) -> tuple[str, ...]:
        """The entries that the office has not confirmed, each as `file: entry`."""
        return (
            *(f"organisation.toml: {name}" for name in sorted(self.organisation.unverified)),
            *(
                f"departments.toml: {department.key}.{name}"
                for department in self.departments
                for name in sorted(department.unverified)
            ),
            *(f"categories.toml: {one.key}" for one in self.categories if not one.verified),
            *(f"services.toml: {one.key}" for one in self.services if not one.verified),
            *(f"directory.toml: {one.key}" for one in self.directory if not one.verified),
            *(f"privacy.toml: {one.key}" for one in self.privacy if not one.verified),
            *(f"holidays.toml: {one.day}" for one in self.holidays if not one.verified),
        )
