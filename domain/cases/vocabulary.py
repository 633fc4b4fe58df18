"""The phrases residents use for departments and posts: accusation.toml plus the office's own names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from domain.cases.prefixes import Prefixes
from domain.cases.spelling import Compact, compact
from domain.organisation.officers import Role
from domain.text.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from domain.organisation.organisation import Custodian, Department

_NAME_PREFIX = re.compile("^(?:กอง|ฝ่าย|สำนักงาน|ส่วนงาน|ส่วน|งาน)")
_ENGLISH_AFFIX = re.compile(r"^office of (?:the )?| (?:division|department|section|office|unit)$")


class Kind(StrEnum):
    """What a phrase means: a unit, a post, a title before a name, and so on."""

    UNIT = "unit"
    POST = "post"
    TITLE = "title"
    NOUN = "noun"
    GENERIC = "generic"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a phrase.

    `key`: of the unit or post. `ordinary`: the phrase is also an ordinary word, so in a story it counts only
    when an act follows.
    """

    kind: Kind
    key: str = ""
    ordinary: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """Whom a post means: everyone who ever held `roles`, and `units`. Neither: a post outside the office."""

    key: str
    roles: frozenset[Role]
    units: frozenset[str]


class Vocabulary:
    """Compact phrases with their senses, and the patterns that decide whether a mention accuses.

    `wrong` and `place_after` are searched after a mention, the other patterns before it. `unnamed`: accusations in
    which nobody is called by a name.
    """

    def __init__(
        self,
        table: Mapping[str, Any],
        posts: Mapping[str, Post],
        phrases: Iterable[tuple[str, Sense]],
        titles: Iterable[str],
    ) -> None:
        self.posts = posts
        self.titles = tuple(titles)
        self.ordinary = frozenset(_compacts(table["ordinary"]["words"]))
        self.unnamed: tuple[str, ...] = tuple(table["unnamed"]["sentences"])
        self._senses: dict[str, set[Sense]] = {}
        for phrase, sense in phrases:
            if len(letters := compact(phrase).text) > 1:
                self._senses.setdefault(letters, set()).add(sense)
        self.prefixes = Prefixes(self._senses)
        self._acts = Prefixes(_compacts(table["acting"]["words"]))
        self._compounds = Prefixes(_compacts(table["ordinary"]["compounds"]))
        self.wrong = re.compile(_any_of(table["wrong"]["words"]))
        self.continued = re.compile(_any_of(table["wrong"]["continued"]))
        marks, thanks = table["landmark"], table["courtesy"]
        place, address = _any_of(marks["place"]), _any_of(marks["address"])
        no_end = "".join(f"(?<!{re.escape(word)})" for word in _compacts(marks["not_after"]))
        of = f"{no_end}(?:{_any_of(marks['of'])})"
        between = _any_of(marks["between"])
        self.landmark = re.compile(
            f"(?:(?:{of})(?:{between})*(?:{place})(?:{between})*|(?:{address})(?:{between})*)$"
        )
        self.landmark_of_unit = re.compile(f"(?:{of})(?:{between})*$")
        self.place_after = re.compile(_any_of(marks["after"]))
        self.favour = re.compile(f"(?:{_any_of(marks['favour'])})(?:{between})*$")
        between = _any_of(thanks["between"])
        self.thanks = re.compile(f"(?:{_any_of(thanks['thanks'])})(?:{between})*$")
        self.address = re.compile(f"(?:{_any_of(thanks['address'])})(?:{between})*$")
        self.no_courtesy = re.compile(f"(?:{_any_of(thanks['unless'])})(?:{between})*$")

    @classmethod
    def parse(
        cls,
        table: Mapping[str, Any],
        departments: Iterable[Department],
        custodians: Iterable[Custodian],
    ) -> Self:
        """The vocabulary of the parsed accusation.toml and the office's departments and custodians.

        Raises ValueError for a post with a role that no officer can hold.
        """
        custodians = tuple(custodians)
        posts = {key: _post(key, entry) for key, entry in table["post"].items()}
        posts |= {
            f"keeper:{one.role}": Post(one.role, frozenset({one.role}), frozenset())
            for one in custodians
        }
        post_phrases = [
            (word, Sense(Kind.POST, key))
            for key, entry in table["post"].items()
            for word in entry["words"]
        ]
        for one in custodians:
            sense = Sense(Kind.POST, f"keeper:{one.role}")
            post_phrases += [(word, sense) for word in (one.th, one.en, *one.words)]
        of_posts = [word for word, sense in post_phrases if posts[sense.key].roles]
        official = table["titles"]["official"]
        # A post may stand before a name, like a title.
        titles = [(word, Sense(Kind.TITLE)) for word in (*official, *table["titles"]["spoken"])]
        titles += [(word, Sense(Kind.TITLE)) for word, _ in post_phrases]
        titles += [(word, Sense(Kind.NOUN)) for word in table["titles"]["nouns"]]
        generic = [(word, Sense(Kind.GENERIC)) for word in table["generic"]["words"]]
        elsewhere = [(word, Sense(Kind.ELSEWHERE)) for word in table["elsewhere"]["words"]]
        units = [found for one in departments for found in _unit_phrases(one, table)]
        phrases = [*post_phrases, *titles, *generic, *elsewhere, *units]
        return cls(table, posts, phrases, [*official, *of_posts])

    def phrases_at(self, text: Compact, at: int) -> list[tuple[str, set[Sense]]]:
        """The phrases that begin at this index and end at a syllable boundary, the longest first."""
        return [
            (phrase, self._senses[phrase])
            for phrase in self.prefixes.at(text.text, at)
            if phrase in self._senses and text.is_bounded(at, at + len(phrase))
        ]

    def is_act(self, text: str, at: int) -> bool:
        """Whether a verb of a person's act begins at this index of compact text."""
        at += text[at : at + 1] == " "
        return any(act in self._acts for act in self._acts.at(text, at))

    def is_compound(self, text: str, at: int, name: str) -> bool:
        """Whether a longer word than `name` begins at this index."""
        found = self._compounds.at(text, at)
        return any(len(one) > len(name) and one in self._compounds for one in found)


def _post(key: str, entry: Mapping[str, Any]) -> Post:
    roles = frozenset(Role(role) for role in entry.get("roles", ()))
    return Post(key, roles, frozenset(entry.get("units", ())))


def _unit_phrases(section: Department, table: Mapping[str, Any]) -> Iterator[tuple[str, Sense]]:
    usual, ordinary = Sense(Kind.UNIT, section.key), Sense(Kind.UNIT, section.key, ordinary=True)
    name = fold(section.th)
    stems = {_NAME_PREFIX.sub("", one) for one in (name, fold(section.short_th).rstrip("ฯ."))}
    stems |= {re.split("และ| ", stem)[0] for stem in stems}
    prefixes = table["sections"]["prefixes"]
    yield from (
        (word, usual) for word in (section.th, section.short_th, section.en, section.short_en)
    )
    yield from ((word, usual) for word in section.aliases)
    yield from ((f"{prefix}{stem}", usual) for prefix in prefixes for stem in stems)
    english = {_ENGLISH_AFFIX.sub("", one.casefold()) for one in (section.en, section.short_en)}
    english |= {re.split(" and |, ", one)[0] for one in english}
    for suffix in table["sections"]["suffixes_en"]:
        yield from ((f"{one} {suffix}", usual) for one in english)
    yield from (
        (f"{kind} of {one}", usual) for kind in ("division", "head", "office") for one in english
    )
    for entry in table["section"].values():
        if any(fold(word) in name for word in entry["named"]):
            yield from ((word, usual) for word in entry["words"])
            yield from ((word, ordinary) for word in entry["ordinary"])
            yield from (
                (f"{prefix}{word}", usual) for prefix in prefixes for word in entry["ordinary"]
            )


def _compacts(words: Iterable[str]) -> list[str]:
    return [compact(word).text for word in words]


def _any_of(words: Iterable[str]) -> str:
    # `compact` would remove a phrase that is a single space, so it is restored.
    letters = sorted({compact(word).text or " " for word in words}, key=len, reverse=True)
    return "|".join(map(re.escape, letters))
