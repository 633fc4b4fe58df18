"""Looks a sentence up in words/*.toml and fills it. The sentences themselves are data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.text.graphemes import count_graphemes

LABEL_LIMIT = 20
"""Graphemes of a quick reply or button label: developers.line.biz, Messaging API reference, Action objects."""


@dataclass(frozen=True)
class Bilingual:
    """The same thing in Thai and in English."""

    th: str
    en: str


class Translations:
    """Every sentence of the chat, by `file.key`.

    Thai is what everyone reads. A person whose LINE profile says `en` reads English under the Thai.
    """

    def __init__(self, sentences: Mapping[str, Bilingual]) -> None:
        self.sentences = sentences
        self._labels = {
            language: {key: join_label(both, language) for key, both in sentences.items()}
            for language in ("th", "en")
        }
        self._keys: dict[str, frozenset[str]] = {}
        for key in sentences:
            for typed in self.spoken(key):
                self._keys[typed] = self._keys.get(typed, frozenset()) | {key}

    @classmethod
    def parse(cls, files: Mapping[str, Mapping[str, Mapping[str, str]]]) -> "Translations":
        """From parsed TOML files by stem. Raises KeyError when a sentence lacks a language."""
        return cls(
            {
                f"{stem}.{key}": Bilingual(entry["th"], entry["en"])
                for stem, entries in files.items()
                for key, entry in entries.items()
            }
        )

    def say(self, key: str, language: str, **facts: object) -> str:
        return in_full(self.both(key, **facts), language)

    def both(self, key: str, **facts: object) -> Bilingual:
        """A sentence as a fact of another, which says it in each language by itself."""
        sentence = self.sentences[key]
        return Bilingual(
            sentence.th.format_map({name: _in_thai(fact) for name, fact in facts.items()}),
            sentence.en.format_map({name: _in_english(fact) for name, fact in facts.items()}),
        )

    def label(self, key: str, language: str) -> str:
        return self._labels["en" if language == "en" else "th"][key]

    def spoken(self, key: str) -> frozenset[str]:
        """Every way to type the label of this key, in lower case."""
        both = self.sentences[key]
        return frozenset({both.th.lower(), both.en.lower(), self._labels["en"][key].lower()})

    def keys_of(self, typed: str) -> frozenset[str]:
        """The keys of all labels that a text in lower case types, in whatever form."""
        return self._keys.get(typed, frozenset())

    def said_behind(self, key: str, text: str) -> str:
        """What stands behind the label of this key; empty when the text does not begin with it."""
        for word in self.spoken(key):
            if text[: len(word)].lower() == word and text[len(word) :][:1].isspace():
                return text[len(word) :].strip()
        return ""


def in_full(both: Bilingual, language: str) -> str:
    """Thai; for an English reader the English under it."""
    return f"{both.th}\n{both.en}" if language == "en" else both.th


def join_label(both: Bilingual, language: str) -> str:
    """A label: Thai; for an English reader both where they fit on a button, else the English."""
    if language != "en":
        return both.th
    joined = f"{both.th} · {both.en}"
    return joined if count_graphemes(joined) <= LABEL_LIMIT else both.en


def _in_thai(fact: object) -> object:
    return fact.th if isinstance(fact, Bilingual) else fact


def _in_english(fact: object) -> object:
    return fact.en if isinstance(fact, Bilingual) else fact


@dataclass(frozen=True)
class Translator:
    """The words in one reader's language."""

    translations: Translations
    language: str = "th"

    def say(self, key: str, **facts: object) -> str:
        return self.translations.say(key, self.language, **facts)

    def texts(self, keys: Iterable[str]) -> dict[str, str]:
        """Many sentences without facts at once, by their keys."""
        sentences = self.translations.sentences
        return {key: in_full(sentences[key], self.language) for key in keys}

    def label(self, key: str) -> str:
        return self.translations.label(key, self.language)

    def name(self, both: Bilingual) -> str:
        """A name from the organisation's data, as a label."""
        return join_label(both, self.language)

    def full(self, both: Bilingual) -> str:
        """A name where there is room for it in every language of its reader."""
        return in_full(both, self.language)
