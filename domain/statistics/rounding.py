"""Rounding for print: half goes up, as in school, and only when a figure is printed."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def half_up(value: float | Fraction, digits: int = 2) -> str:
    """The value with this many decimals, a half rounded away from zero: 2.675 is 2.68.

    A float counts as the shortest decimal that stands for it, so 2.675 is not the 2.67499… that a computer holds.
    """
    if isinstance(value, Fraction):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        if exact * value.denominator != value.numerator:
            exact = _nearest(value, digits)
    else:
        exact = Decimal(repr(float(value)))
    text = str(exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP))
    return text.removeprefix("-") if not Decimal(text) else text


def _nearest(value: Fraction, digits: int) -> Decimal:
    """A fraction that no decimal equals, rounded; it is never exactly a half."""
    return Decimal(round(value * 10**digits)).scaleb(-digits)
