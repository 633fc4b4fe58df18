"""The relation of people and groups to the bot: friend, blocked, group members, linked menu."""

from typing import Any

from simulator.errors import UnknownKeyError
from simulator.people import Group, Person, Roster
from simulator.store import Store
from simulator.wire import Feed

SEVEN_DAYS_MS = 7 * 86_400_000


class Friends:
    """The state of everyone in the roster. The caller must hold the store's lock."""

    def __init__(self, roster: Roster, store: Store, feed: Feed) -> None:
        self.roster = roster
        self._feed = feed
        self._people = store.table("people")
        self._groups = store.table("groups")
        self.initialise()

    def initialise(self) -> None:
        """Create the missing records: people who are no friends, groups without the bot."""
        for key in self.roster.people:
            if key not in self._people:
                self._people[key] = {"friend": False, "blocked": False, "wrote": 0, "menu": None}
        for key, group in self.roster.groups.items():
            if key not in self._groups:
                self._groups[key] = {"members": list(group.members), "joined": False}

    def person(self, key: str) -> Person:
        if key not in self.roster.people:
            raise UnknownKeyError(f"no person {key!r}")
        return self.roster.people[key]

    def group(self, key: str) -> Group:
        if key not in self.roster.groups:
            raise UnknownKeyError(f"no group {key!r}")
        return self.roster.groups[key]

    def is_group(self, chat: str) -> bool:
        """Whether this chat is a group. Raises UnknownKeyError for an unknown chat."""
        if chat in self.roster.groups:
            return True
        self.person(chat)
        return False

    def standing(self, key: str) -> dict[str, Any]:
        return self._people[key]

    def members(self, group: str) -> list[str]:
        """Keys of the people in a group, without the bot."""
        members: list[str] = self._groups[group]["members"]
        return members

    def joined(self, group: str) -> bool:
        """Whether the bot is in the group."""
        return bool(self._groups[group]["joined"])

    def set_standing(self, key: str, **facts: Any) -> None:  # noqa: ANN401 - JSON
        """Change `friend`, `blocked` or `menu` of a person, and notify the page."""
        record = self._people.update(key, **facts)
        if "friend" in facts or "blocked" in facts:
            self._feed.add("friend", key, friend=record["friend"], blocked=record["blocked"])

    def set_group(self, key: str, **facts: Any) -> None:  # noqa: ANN401 - JSON
        """Change `members` or `joined` of a group, and notify the page."""
        record = self._groups.update(key, **facts)
        self._feed.add("friend", key, members=record["members"], joined=record["joined"])

    def note_writing(self, key: str, at: int) -> None:
        """Record that a person wrote to the bot, which allows pushes to them for seven days."""
        if at > self._people[key]["wrote"]:
            self._people.update(key, wrote=at)

    def reachable(self, key: str, now: int) -> bool:
        """Whether a push reaches the person at `now` (milliseconds).

        https://developers.line.biz/en/reference/messaging-api/#send-push-message-conditions
        """
        record = self._people[key]
        recent = now - record["wrote"] < SEVEN_DAYS_MS
        return not record["blocked"] and (record["friend"] or recent)

    def profile_visible(self, key: str) -> bool:
        """Whether the bot may read the profile: of friends, and of others who wrote and did not block it."""
        record = self._people[key]
        return not record["blocked"] and bool(record["friend"] or record["wrote"])
