"""The roster of the pretend LINE: its people and groups and their ids.

Their state (friend, blocked, joined) is in `friends.py`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any


def line_id(prefix: str, key: str) -> str:
    """The id of a user or bot (prefix U) or group (C): the prefix and 32 hexadecimal digits.

    The same key always gives the same id, so that an older database still fits.
    """
    return prefix + hashlib.sha256(f"{prefix}:{key}".encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Person:
    """A person. `background`: acts like the others, but the page shows no phone for them."""

    key: str
    name: str
    language: str = "th"
    picture: str | None = None
    role: str = ""
    background: bool = False

    @cached_property
    def id(self) -> str:
        return line_id("U", self.key)


@dataclass(frozen=True)
class Group:
    key: str
    name: str
    members: tuple[str, ...]
    role: str = ""

    @cached_property
    def id(self) -> str:
        return line_id("C", self.key)


@dataclass(frozen=True)
class Roster:
    """All people and groups by key; a key is unique among both."""

    people: Mapping[str, Person]
    groups: Mapping[str, Group]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Roster":
        """Read {"people": [...], "groups": [...]}.

        A person is {key, name, language?, picture?, role?, background?}, a group is
        {key, name, members, role?}. `role` is free text that only the page shows ("ชาวบ้าน หมู่ 3"). Raises
        ValueError when a key appears twice or a group names an unknown person.
        """
        people = [Person(**entry) for entry in data.get("people", ())]
        groups = [
            Group(**{**entry, "members": tuple(entry["members"])})
            for entry in data.get("groups", ())
        ]
        keys = [person.key for person in people] + [group.key for group in groups]
        if len(keys) != len(set(keys)):
            raise ValueError("a key of the roster appears twice")
        strangers = {key for group in groups for key in group.members} - {p.key for p in people}
        if strangers:
            raise ValueError(f"groups name people who are not in the roster: {sorted(strangers)}")
        return cls({p.key: p for p in people}, {g.key: g for g in groups})

    @cached_property
    def person_keys(self) -> Mapping[str, str]:
        """User id → key."""
        return {person.id: key for key, person in self.people.items()}

    @cached_property
    def group_keys(self) -> Mapping[str, str]:
        """Group id → key."""
        return {group.id: key for key, group in self.groups.items()}
