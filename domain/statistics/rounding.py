"""Rounding half up, used only when a figure is printed."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def half_up(value: float | Fraction, digits: int = 2) -> str:
    """The value with this many decimals, a half rounded away from zero: 2.675 is 2.68.

    A float is rounded as its shortest decimal representation: 2.675, not the 2.67499… of its binary value.
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
    """Round a fraction that has no exact decimal; it is never exactly a half."""
    return Decimal(round(value * 10**digits)).scaleb(-digits)
