"""The faults of the office's files in Thai.

`storage.organisation_data` names a fault in English, with file, line and key, such as
`categories.toml.light.th: longer than 20 characters`. The Thai is found by the English sentence in
words/faults.toml, as gettext does.
https://www.gnu.org/software/gettext/manual/html_node/Concepts.html
"""

import re
from collections.abc import Callable
from datetime import date
from string import Formatter

from domain.organisation.thai_dates import short_date
from handlers.core.i18n import Bilingual, Translations

KEYS = (
    *("utf8_again", "utf8_windows", "utf8_other", "not_toml", "not_text", "empty_file"),
    *("large_file", "blank", "text", "flag", "count", "whole", "degrees", "day", "clock"),
    *("texts", "address", "no_entries", "named_entries", "list_entries", "table", "unknown_key"),
    *("missing_english", "missing", "no_department", "no_field", "no_role", "no_source"),
    *("no_gap", "unknown_category", "no_category", "closes_early", "village_twice"),
    *("label_twice", "label_long", "staff_section", "other_year", "for_no_holiday"),
    *("for_weekday", "on_weekend", "brace", "only_notes", "no_thai_beside", "no_outside_beside"),
    *("earlier_version", "text_long", "questions_many", "key_rule", "no_scale"),
    *("heading_unknown", "choice_unknown", "comes_later", "not_in_set", "condition", "use_is"),
    *("kind_has_none", "no_answer", "below_least", "codes_list", "levels", "codes_gap"),
    *("choices_list", "words_levels", "no_choice", "no_folder", "unknown_file", "unreadable"),
    *(
        "no_utf8",
        "map_large",
        "map_json",
        "map_brackets",
        "no_geojson",
        "no_line",
        "no_file",
        "no_geometry",
    ),
    *("no_coordinates", "no_position", "not_on_earth", "no_measure", "one_of", "opens_later"),
    *("no_purpose", "purpose_missing", "version_twice", "none_of", "not_one_of", "twice"),
    *("unusable", "part_missing"),
    *("many_for_chat", "no_origin", "cut_in_chat", "no_way_out", "two_in_one", "asks_age"),
    *("answer_long", "many_choices", "money_of_some", "money_alerts_nobody"),
)
"""The faults, in the order in which they are compared: of two that fit, the first one is meant."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FILE = re.compile(r"\b\w+\.toml\b")
_LINE = re.compile(r"(.+?):(\d+)(.*)")


def in_both(
    translations: Translations, faults: str, place_named: Callable[[str], str] | None = None
) -> Bilingual:
    """Return faults, one a line, in Thai and in English. `place_named`: as for `in_thai`."""
    thai = (in_thai(translations, fault, place_named) for fault in faults.splitlines())
    return Bilingual("\n".join(thai), faults)


def in_thai(
    translations: Translations, fault: str, place_named: Callable[[str], str] | None = None
) -> str:
    """Return a fault in Thai; unchanged if its sentence is not in the words.

    `place_named`: returns the Thai name of a place in a file, for readers who never see the file.
    """
    for key in KEYS:
        sentence = translations.sentences[f"faults.{key}"]
        found = re.fullmatch(_pattern(sentence.en), fault)
        if found:
            named = {
                name: _DAY.sub(_in_thai_year, fact) for name, fact in found.groupdict().items()
            }
            said = sentence.th.format_map(named)
            place = found[1]
            if place and place_named is not None and not _LINE.fullmatch(place):
                for file in set(_FILE.findall(said)):
                    said = said.replace(file, place_named(file))
                return f"{place_named(place)}: {said}"
            return f"{_with_line(translations, place)}: {said}" if place else said
    return fault


def _pattern(english: str) -> str:
    """Return the regular expression of a fault: group 1 is its place, the named ones are its placeholders."""
    parts = [
        re.escape(text) + (f"(?P<{name}>.+)" if name else "")
        for text, name, _, _ in Formatter().parse(english)
    ]
    return f"(?:(.+): )?{''.join(parts)}"


def _in_thai_year(day: re.Match[str]) -> str:
    """Return a day of a file, such as 2026-12-05, also as people write it."""
    try:
        return f"{short_date(date.fromisoformat(day[0]))} ({day[0]})"
    except ValueError:
        return day[0]


def _with_line(translations: Translations, place: str) -> str:
    found = _LINE.fullmatch(place)
    if not found:
        return place
    return translations.both("faults.line", file=found[1], line=found[2]).th + found[3]
