"""Look up the sentences of words/*.toml by key, fill their placeholders, and recognise typed labels."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.text.graphemes import count_graphemes

LABEL_LIMIT = 20
"""Maximum graphemes of a label: https://developers.line.biz/en/reference/messaging-api/#action-objects"""


@dataclass(frozen=True)
class Bilingual:
    """One text in Thai and in English."""

    th: str
    en: str


class Translations:
    """Every sentence of the chat, by its word key `file.key`.

    Every message is in Thai. A reader whose language is `en` gets the English text below the Thai.
    """

    def __init__(self, sentences: Mapping[str, Bilingual]) -> None:
        self.sentences = sentences
        self._labels = {
            language: {key: join_label(both, language) for key, both in sentences.items()}
            for language in ("th", "en")
        }
        self._keys: dict[str, frozenset[str]] = {}
        for key in sentences:
            for typed in self.typed_forms(key):
                self._keys[typed] = self._keys.get(typed, frozenset()) | {key}

    @classmethod
    def parse(cls, files: Mapping[str, Mapping[str, Mapping[str, str]]]) -> "Translations":
        """Build from parsed TOML files by file stem. Raises KeyError if a sentence lacks a language."""
        return cls(
            {
                f"{stem}.{key}": Bilingual(entry["th"], entry["en"])
                for stem, entries in files.items()
                for key, entry in entries.items()
            }
        )

    def say(self, key: str, language: str, /, **facts: object) -> str:
        """Return a sentence for a reader. Raises KeyError for an unknown key or a missing placeholder."""
        return in_full(self.both(key, **facts), language)

    def both(self, key: str, /, **facts: object) -> Bilingual:
        """Return a sentence in both languages, for use as a placeholder's value in another sentence.

        `facts`: the placeholders' values; a Bilingual value is filled in by language.
        """
        found = self.sentences[key]
        return Bilingual(
            found.th.format_map({name: _in_thai(fact) for name, fact in facts.items()}),
            found.en.format_map({name: _in_english(fact) for name, fact in facts.items()}),
        )

    def label(self, key: str, language: str) -> str:
        """Return a button label, placeholders not filled in; see `join_label`."""
        return self._labels["en" if language == "en" else "th"][key]

    def typed_forms(self, key: str) -> frozenset[str]:
        """Return the forms in which a label may be typed: Thai, English and joined, in lower case."""
        both = self.sentences[key]
        return frozenset({both.th.lower(), both.en.lower(), self._labels["en"][key].lower()})

    def labels_matching(self, typed: str) -> frozenset[str]:
        """Return the keys of all labels that equal a lower-case text in any of their forms."""
        return self._keys.get(typed, frozenset())

    def text_after_label(self, key: str, text: str) -> str:
        """Return the text after the label of this key; empty if the text does not begin with the label."""
        for word in self.typed_forms(key):
            if text[: len(word)].lower() == word and text[len(word) :][:1].isspace():
                return text[len(word) :].strip()
        return ""


def in_full(both: Bilingual, language: str) -> str:
    """Return the Thai text; for the language `en` with the English text on the next line."""
    return f"{both.th}\n{both.en}" if language == "en" else both.th


def join_label(both: Bilingual, language: str) -> str:
    """Return the Thai label; for the language `en` both labels if they fit LABEL_LIMIT, else the English one."""
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
    """The translations for one reader. `language`: `th` or `en`."""

    translations: Translations
    language: str = "th"

    def say(self, key: str, **facts: object) -> str:
        return self.translations.say(key, self.language, **facts)

    def texts(self, keys: Iterable[str]) -> dict[str, str]:
        """Return several sentences by their keys, placeholders not filled in."""
        sentences = self.translations.sentences
        return {key: in_full(sentences[key], self.language) for key in keys}

    def label(self, key: str) -> str:
        return self.translations.label(key, self.language)

    def labels(self, keys: Mapping[str, str]) -> dict[str, str]:
        """Return the button label of each word key, under the same names."""
        return {name: self.translations.label(key, self.language) for name, key in keys.items()}

    def names(self, names: Mapping[str, str | Bilingual]) -> dict[str, str]:
        """Return each name in the form of a label, see `name`; a plain string is returned unchanged."""
        return {
            key: join_label(one, self.language) if isinstance(one, Bilingual) else one
            for key, one in names.items()
        }

    def name(self, both: Bilingual) -> str:
        """Return a name from the organisation's data in the form of a label; see `join_label`."""
        return join_label(both, self.language)

    def alike(self, names: Sequence[Bilingual], suffixes: Sequence[str] = ()) -> list[str]:
        """Return the labels of buttons that are shown together, each with its suffix.

        For the language `en` all of them are in both languages or, if one is too long for that, all in English.
        """
        ends = [*suffixes, *[""] * (len(names) - len(suffixes))]
        labels = [f"{self.name(one)}{end}" for one, end in zip(names, ends, strict=True)]
        joined = [f"{one.th} · {one.en}{end}" for one, end in zip(names, ends, strict=True)]
        if self.language != "en" or all(count_graphemes(one) <= LABEL_LIMIT for one in joined):
            return labels
        return [f"{one.en}{end}" for one, end in zip(names, ends, strict=True)]

    def full(self, both: Bilingual) -> str:
        """Return a text without a length limit; see `in_full`."""
        return in_full(both, self.language)
