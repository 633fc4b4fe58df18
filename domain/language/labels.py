"""Recognise labels of buttons and short commands in any spelling: ยกเลิกค่ะ, "ย ก เ ลิ ก", เเก้ไข, 👍."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

from domain.text.thai_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LONGEST = 60
"""Characters of the longest text that may be a label; a longer text is a sentence."""
# Letters that a label must have for one typing error to be accepted.
_FORGIVING = 6
# Letters of the longest text that is compared with typing errors; labels have at most 20 characters on LINE.
_FORGIVEN = 24
_ENDS = (
    "นะครับผม", "นะครับ", "นะคะ", "นะค่ะ", "นะคับ", "ครับผม", "ค่ะ", "คะ", "ค่า", "ครับ",
    "คับ", "คร้าบ", "ค้าบ", "ครัช", "งับ", "ฮะ", "ฮับ", "จ้า", "จ้ะ", "จ๊ะ", "จร้า", "เด้อ",
    "เด้", "เจ้า", "ลูก", "หลาน", "นะ", "น้า", "เลย", "หน่อย", "ที", "ด้วย", "แล้วกัน", "ละกัน", "เน้อ",
    "please", "pls", "krub", "krab", "kub", "kha", "ka", "naka", "na",
)  # fmt: skip
_BEGINNINGS = (
    "กดปุ่ม", "กด", "ขอเลือก", "เลือก", "ตอบ", "ไปที่", "ขอดู", "อยากดู", "จะดู", "เปิดดู", "ขอเปิด", "ขอเข้า",
    "พาไป", "ไปหน้า", "เอ้ย", "เอ๊ย", "อุ๊ย", "โอ๊ย", "อ้าว", "อ๋อ", "เออ", "เอ่อ", "งั้น",
    "press", "choose", "show me the", "show me", "open the", "open",
)  # fmt: skip
_ENDING = re.compile("(?:" + "|".join(sorted(map(fold, _ENDS), key=len, reverse=True)) + ")$")
_POLITE = re.compile("(?:นะครับผม|ครับผม|นะครับ|นะคะ|ครับ|คับ|ค่ะ|คะ|ค่า|จ้า|จ้ะ|จ๊ะ|นะ|หน่อย|ด้วย)$")
_LATIN_ENDING = re.compile(r"\s(?:please|pls|krub|krab|kub|kha|ka|naka|na)$")
_BEGINNING = re.compile("^(?:" + "|".join(fold(one).replace(" ", "") for one in _BEGINNINGS) + ")")
_ABOUT = re.compile(
    "^(?:"
    + "|".join(map(fold, ("เรื่อง", "บริการ", "งาน", "ของ", "อัน", "ที่ไป", "ไป", "มา", "เพิ่ง")))
    + ")+"
)
_DECORATION = re.compile(r"[^\w\u0E00-\u0E7F]+")
# Emoji before the first letter or digit.
_SIGN = re.compile(r"[^\w\s\u0E00-\u0E7F.,!?…-][^\w\u0E00-\u0E7F.,!?…-]*")
# Skin tones have no meaning.
_TONES = re.compile("[\U0001f3fb-\U0001f3ff]")


def bare(text: str) -> str:
    """The form in which labels are compared: folded, without spaces, punctuation, emoji and polite particles.

    A text without letters and digits, such as 👍, is returned unchanged.
    """
    return _bare(fold(text))


def service_named(text: str) -> str:
    """The bare name in a short text about a service: of "the waste matter" only "waste"."""
    return _ABOUT.sub("", bare(text))


def without_manners(folded: str) -> str:
    """A folded text without the polite particles at its end: บัตรผู้พิการครับ, but not ฝากลูก."""
    plain = _LATIN_ENDING.sub("", folded).rstrip()
    while (shorter := _POLITE.sub("", plain).rstrip()) and shorter != plain:
        plain = shorter
    return plain


def _bare(folded: str) -> str:
    folded = _LATIN_ENDING.sub("", _TONES.sub("", folded))
    plain = _DECORATION.sub("", folded)
    if not plain:
        return folded.replace(" ", "")
    while (shorter := _ENDING.sub("", plain).rstrip("ๆ")) and shorter != plain:
        plain = shorter
    if _ENDING.fullmatch(plain) and (sign := _SIGN.match(folded)):
        # Of "👍 ค่ะ" the sign is the label.
        return sign[0].replace(" ", "")
    return plain


class Labels:
    """An index of labels and their keys."""

    def __init__(self, labels: Mapping[str, Iterable[str]]) -> None:
        """`labels`: for each key the labels and their synonyms, in every language; the first key wins."""
        self._keys: dict[str, str] = {}
        for key, spellings in labels.items():
            for label in spellings:
                self._keys.setdefault(bare(label), key)

    @classmethod
    def parse(cls, table: Mapping[str, Any]) -> Self:
        """Build from the parsed commands.toml: `[command]` has a list of labels for each key."""
        return cls(table["command"])

    def match(self, text: str) -> str | None:
        """The key of the label that `text` consists of; None if it contains anything else."""
        return None if len(text) > LONGEST else self.match_folded(fold(text))

    def match_folded(self, folded: str) -> str | None:
        """Like `match`, for a text that is folded already."""
        if len(folded) > LONGEST:
            return None
        typed = _bare(folded)
        if typed in self._keys:
            return self._keys[typed]
        asked = _BEGINNING.sub("", typed)
        # Folding shortens "คะแนนนะคะ" to a single น, which goes with the particle.
        for form in (asked, f"{typed}นน", f"{asked}นน"):
            # Of "เออ" alone nothing is left, and nothing is no label.
            if form and form in self._keys:
                return self._keys[form]
        return self._nearly(typed)

    def _nearly(self, typed: str) -> str | None:
        if not _FORGIVING <= len(typed) <= _FORGIVEN:
            return None
        near = {
            key
            for label, key in self._keys.items()
            if len(label) >= _FORGIVING
            and abs(len(label) - len(typed)) <= 1
            and ("ไม่" in label) == ("ไม่" in typed)
            and _is_one_slip(label, typed)
        }
        return near.pop() if len(near) == 1 else None


def _is_one_slip(label: str, typed: str) -> bool:
    """Whether one letter is missing, added, changed or swapped with its neighbour; digits must be equal."""
    at = next((i for i, (a, b) in enumerate(zip(label, typed, strict=False)) if a != b), None)
    if at is None:
        return not (label + typed)[-1].isdigit()
    if label[at].isdigit() or (at < len(typed) and typed[at].isdigit()):
        return False
    one, two = label[at:], typed[at:]
    swapped = (
        len(one) > 1
        and len(two) > 1
        and one[0] == two[1]
        and one[1] == two[0]
        and one[2:] == two[2:]
    )
    return one[1:] == two[1:] or one[1:] == two or one == two[1:] or swapped
