"""Make the Thai text of a PDF searchable: each letter is told once, in the order in which it is written.

Typst tells the text of a Thai syllable with each piece of it that stands at another height, so that whoever
searches or copies finds the syllable two or three times. Here a syllable is told as a whole with its first piece,
and every glyph has its own letter for readers that do not know syllables.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from pypdf import PdfReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

SARA_AM, NIKHAHIT, SARA_AA = map(chr, (0x0E33, 0x0E4D, 0x0E32))
FIRST_TONE, LAST_TONE = map(chr, (0x0E48, 0x0E4B))
UNTOLD = b"/Span<<>>BDC"
_TOKEN = re.compile(
    rb"/Span<</ActualText<FEFF(?P<told>[0-9A-F]*)>>>BDC|/(?P<font>f\d+) [\d.]+ Tf"
    rb"|(?P<shown>\[(?:[^\](]|\((?:[^()\\]|\\.)*\))*\]TJ|\((?:[^()\\]|\\.)*\)Tj)"
    rb"|(?P<end>\bEMC\b)|(?P<other>BDC)",
    re.DOTALL,
)
_STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_LINE = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
_TONES = re.compile(f"([{FIRST_TONE}-{LAST_TONE}]*){SARA_AM}")
Letters = dict[int, str]


@dataclass
class _Glyph:
    """A glyph on a page. `shown`: the place of what shows it; `span`: of what tells its text."""

    font: int
    number: int
    text: str
    shown: tuple[int, int]
    span: tuple[int, int] | None


@dataclass
class _Page:
    """`key`: the object number of its content."""

    key: int
    data: bytes
    syllables: list[list[_Glyph]]


def searchable(content: bytes) -> bytes:
    """Return the PDF with the same pages, in which Thai text is found and copied as it was written."""
    reader = PdfReader(io.BytesIO(content))
    known: dict[int, Letters] = {}
    tables: dict[int, bytes] = {}
    pages = []
    for sheet in reader.pages:
        names = {}
        resources = cast("DictionaryObject", sheet["/Resources"])
        for name, font in cast("DictionaryObject", resources.get("/Font", {})).items():
            table = cast("IndirectObject", font.get_object().raw_get("/ToUnicode"))
            names[name[1:].encode()] = table.idnum
            if table.idnum not in tables:
                tables[table.idnum] = cast("StreamObject", table.get_object()).get_data()
                known[table.idnum] = _letters(tables[table.idnum])
        reference = cast("IndirectObject", sheet.raw_get("/Contents"))
        data = cast("StreamObject", reference.get_object()).get_data()
        pages.append(_Page(reference.idnum, data, list(_syllables(_glyphs(data, names, known)))))
    own = _own_letters(one for page in pages for one in page.syllables)
    changed = {key: _table(table, known[key] | own.get(key, {})) for key, table in tables.items()}
    changed |= {page.key: _retold(page.data, page.syllables, own) for page in pages}
    return _rewritten(content, reader.xref[0], changed)


def _rewritten(content: bytes, places: Mapping[int, int], changed: Mapping[int, bytes]) -> bytes:
    """Return the file with changed streams. `places`: of the objects, by their numbers.

    The objects are copied as they are: to read the thousands of tags of a register would take many seconds.
    """
    table = content.rindex(b"xref\n", 0, content.rindex(b"startxref"))
    ordered = sorted((place, number) for number, place in places.items())
    ends = [*(place for place, _ in ordered[1:]), table]
    parts = [content[: ordered[0][0]]]
    length, moved = len(parts[0]), {}
    for (place, number), end in zip(ordered, ends, strict=True):
        one = content[place:end]
        if number in changed:
            packed = zlib.compress(changed[number])
            head = one[: one.index(b"stream\n")]
            head = re.sub(rb"/Length \d+", b"/Length %d" % len(packed), head, count=1)
            one = b"%sstream\n%s\nendstream\nendobj\n" % (head, packed)
        moved[number] = length
        parts.append(one)
        length += len(one)
    lines = content[table : content.index(b"trailer", table)]
    first = lines.index(b"\n", lines.index(b"\n") + 1) + 1
    rows = [lines[at : at + 20] for at in range(first, len(lines), 20)]
    rows = [
        b"%010d" % moved[number] + row[10:] if number in moved else row
        for number, row in enumerate(rows)
    ]
    trailer = content[content.index(b"trailer", table) : content.rindex(b"startxref")]
    ending = b"startxref\n%d\n%%%%EOF" % length
    return b"".join([*parts, lines[:first], *rows, trailer, ending])


def _own_letters(syllables: Iterator[list[_Glyph]]) -> dict[int, Letters]:
    """Return the letter of each glyph, learned from the syllables that have as many glyphs as letters."""
    votes: dict[int, dict[int, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for one in syllables:
        letters = _shown_letters(one[0].text)
        if len(one) == len(letters):
            for glyph, letter in zip(one, letters, strict=True):
                votes[glyph.font][glyph.number][letter] += 1
    return {
        font: {number: found.most_common(1)[0][0] for number, found in glyphs.items()}
        for font, glyphs in votes.items()
    }


def _letters(table: bytes) -> Letters:
    return {
        int(number, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for number, text in _LINE.findall(table)
    }


def _glyphs(
    data: bytes, names: Mapping[bytes, int], known: Mapping[int, Letters]
) -> Iterator[_Glyph]:
    """Yield the glyphs of a page in their order."""
    font = 0
    spans: list[tuple[str, tuple[int, int]] | None] = []
    for token in _TOKEN.finditer(data):
        if token["told"] is not None:
            text = bytes.fromhex(token["told"].decode()).decode("utf-16-be")
            spans.append((text, token.span()))
        elif token["other"]:
            spans.append(None)
        elif token["end"]:
            spans.pop()
        elif token["font"]:
            font = names[token["font"]]
        else:
            told = next((one for one in reversed(spans) if one), None)
            shown = b"".join(
                _ESCAPED.sub(_unescaped, one) for one in _STRING.findall(token["shown"])
            )
            for at in range(0, len(shown), 2):
                number = int.from_bytes(shown[at : at + 2], "big")
                text = told[0] if told else known[font].get(number, "")
                yield _Glyph(font, number, text, token.span(), told[1] if told else None)


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    if code[:1].isdigit():
        return bytes([int(code, 8)])
    return _NAMED.get(code, code)


def _syllables(glyphs: Iterator[_Glyph]) -> Iterator[list[_Glyph]]:
    """Yield the glyphs of each syllable."""
    found: list[_Glyph] = []
    for one in glyphs:
        is_same = found and (one.text, one.font) == (found[0].text, found[0].font)
        if is_same and len(found) < len(_shown_letters(one.text)):
            found.append(one)
            continue
        if found:
            yield found
        found = [one]
    if found:
        yield found


def _shown_letters(text: str) -> str:
    """Return the letters in the order of their glyphs: sara am is a sign above its consonant and one behind it."""
    return _TONES.sub(rf"{NIKHAHIT}\1{SARA_AA}", text)


def _retold(data: bytes, syllables: list[list[_Glyph]], own: Mapping[int, Letters]) -> bytes:
    """Return a page on which every syllable is told once: as a whole with its first piece, or by its glyphs."""
    sharing = Counter(place for one in syllables for place in {glyph.shown for glyph in one})
    changes: dict[tuple[int, int], bytes] = {}
    for one in syllables:
        letters = _shown_letters(one[0].text)
        if [own.get(glyph.font, {}).get(glyph.number) for glyph in one] != [*letters]:
            continue
        pieces = list(dict.fromkeys((glyph.span, glyph.shown) for glyph in one))
        is_whole = len(one) > 1 and all(span or sharing[shown] == 1 for span, shown in pieces)
        for number, (span, shown) in enumerate(pieces):
            told = b"/Span<</ActualText<%s>>>BDC " % (_told(one[0].text) if not number else b"FEFF")
            if span:
                changes[span] = told if is_whole else UNTOLD
            elif is_whole:
                changes[shown] = told + data[slice(*shown)] + b" EMC"
    parts, end = [], 0
    for (start, stop), told in sorted(changes.items()):
        parts += [data[end:start], told]
        end = stop
    return b"".join([*parts, data[end:]])


def _told(text: str) -> bytes:
    return b"FEFF" + text.encode("utf-16-be").hex().upper().encode()


def _table(table: bytes, letters: Letters) -> bytes:
    """Return the table of a font with these letters."""
    first = re.search(rb"\d+ beginbfchar", table)
    if first is None:
        return table
    begins = first.start()
    ends = table.rindex(b"endbfchar") + len(b"endbfchar")
    parts = []
    ordered = sorted(letters.items())
    for at in range(0, len(ordered), 100):
        some = ordered[at : at + 100]
        lines = [f"<{one:04X}> <{text.encode('utf-16-be').hex().upper()}>" for one, text in some]
        parts.append("\n".join([f"{len(some)} beginbfchar", *lines, "endbfchar"]))
    return table[:begins] + "\n".join(parts).encode() + table[ends:]
