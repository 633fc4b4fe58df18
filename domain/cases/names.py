"""Derive from a person's name all the forms in which somebody may write it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from domain.cases.spelling import compact
from domain.text.thai_text import fold

_ASIDE = re.compile(r"[(\[“\"'‘]([^)\]”\"'’]+)[)\]”\"'’]")
_NICKNAME = re.compile(r"ชื่อเล่น\s*(?:ว่า)?\s*(\S+)")
_DEPENDENT = "(?![ะ-ฺ็-๎])"


@dataclass(frozen=True, slots=True)
class Forms:
    """Compact forms of a person's names.

    `whole`: given name and surname together. `given`: given names and nicknames. `parts`: given names,
    surnames and nicknames, each alone.
    """

    whole: frozenset[str]
    given: frozenset[str]
    parts: frozenset[str]


class NameReader:
    """Splits names into given name, surname and nickname, without titles."""

    def __init__(self, titles: Iterable[str]) -> None:
        """`titles`: the titles and posts that may stand before a name, in any spelling."""
        folded = sorted({fold(one) for one in titles}, key=len, reverse=True)
        thai = "|".join(re.escape(one) for one in folded if not one.isascii())
        latin = "|".join(re.escape(one) for one in folded if one.isascii())
        self._title = re.compile(rf"(?:(?:{thai}){_DEPENDENT}\s*|(?:{latin})(?:\s+|(?<=\.)))")

    def read(self, names: Iterable[str]) -> Forms:
        """The forms of all names of one person, without titles.

        Letters that may be a title or the beginning of a name are tried as both: นายกมลา gives กมลา and มลา.
        """
        whole: set[str] = set()
        given: set[str] = set()
        parts: set[str] = set()
        for name in names:
            folded = fold(name)
            nicknames = [*_ASIDE.findall(folded), *_NICKNAME.findall(folded)]
            for bare in self._bare(_NICKNAME.sub("", _ASIDE.sub(" ", folded)).strip()):
                words = bare.split(" ")
                surname = compact(" ".join(words[1:])).text if len(words) > 1 else ""
                given.add(compact(words[0]).text)
                parts |= {compact(word).text for word in words} | {surname}
                whole.add(compact(bare).text if surname else "")
            for nickname in nicknames:
                short = {compact(one).text for one in self._bare(fold(nickname))}
                given |= short
                parts |= short
        return Forms(*(_spellings(found) for found in (whole, given, parts)))

    def _bare(self, folded: str) -> set[str]:
        """The forms without any title, also with letters that may be a title or a part of the name."""
        found, todo = set(), [folded]
        while todo:
            remaining = todo.pop()
            shorter = [
                remaining[hit.end() :]
                for hit in self._titles_of(remaining)
                if len(remaining) > hit.end() + 1
            ]
            if shorter:
                todo += [one for one in shorter if one not in found]
            else:
                found.add(remaining)
        return found

    def _titles_of(self, folded: str) -> list[re.Match[str]]:
        hit = self._title.match(folded)
        if hit is None:
            return []
        # The longest title first; a shorter one at its start may be the right one (นายก, นาย).
        hits = [hit]
        while (inner := self._title.match(folded, 0, hits[-1].end() - 1)) is not None:
            if folded[inner.end() : inner.end() + 1] and not re.match(
                _DEPENDENT, folded[inner.end() :]
            ):
                break
            hits.append(inner)
        return hits


def _spellings(letters: set[str]) -> frozenset[str]:
    """These forms, with ชัย also written ไชย and the other way round; single letters are left out."""
    swapped = {one.replace("ชัย", "ไชย") for one in letters} | {
        one.replace("ไชย", "ชัย") for one in letters
    }
    return frozenset(one for one in letters | swapped if len(one) > 1)
