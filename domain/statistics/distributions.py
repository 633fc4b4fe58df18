"""Normal and Student's t distribution: tail areas and quantiles."""

from __future__ import annotations

from functools import cache
from math import erfc, exp, isinf, lgamma, log, sqrt
from statistics import NormalDist

_NORMAL = NormalDist()
_TINY = 1e-300
_STEPS = 10_000


def normal_quantile(share: float) -> float:
    """The value below which `share` of a standard normal distribution lies; 0 < share < 1."""
    return _NORMAL.inv_cdf(share)


def normal_tail(value: float) -> float:
    """The share of a standard normal distribution above `value`; accurate for very small shares too."""
    return erfc(value / sqrt(2)) / 2


@cache
def t_quantile(share: float, freedom: int) -> float:
    """The value below which `share` of Student's t distribution lies.

    `share`: above 0.5 and below 1. `freedom`: degrees of freedom, at least 1. Found by bisection on `t_tail` to
    the precision of a float; the result is cached, because a report needs the same few values.
    """
    if not 0.5 < share < 1 or freedom < 1:
        raise ValueError("a quantile needs 0.5 < share < 1 and at least one degree of freedom")
    low, high = 0.0, 1.0
    while t_tail(high, freedom) > 1 - share:
        high *= 2
    while True:
        middle = (low + high) / 2
        if middle in {low, high} or isinf(high):
            return middle
        if t_tail(middle, freedom) > 1 - share:
            low = middle
        else:
            high = middle


def t_tail(value: float, freedom: int) -> float:
    """The share of Student's t distribution above `value`, which is not negative.

    Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.1: half the regularised incomplete beta
    function I_x(freedom / 2, 1 / 2) with x = freedom / (freedom + value²).
    """
    square = value * value
    return (
        _regularised_beta(freedom / (freedom + square), square / (freedom + square), freedom / 2)
        / 2
    )


def _regularised_beta(x: float, complement: float, a: float) -> float:
    """I_x(a, 1/2). `complement`: 1 - x, passed separately because the subtraction would lose digits."""
    if x <= 0:
        return 0.0
    if complement <= 0:
        return 1.0
    b = 0.5
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(complement))
    if x < (a + 1) / (a + b + 2):
        return front * _continued_fraction(x, a, b) / a
    return 1 - front * _continued_fraction(complement, b, a) / b


def _continued_fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method.

    Press et al., Numerical Recipes, third edition, 6.4.
    """
    c, d = 1.0, _inverse(1 - (a + b) * x / (a + 1))
    fraction = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d, c = _inverse(1 + even * d), 1 + even / c
        fraction *= c * d
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = _inverse(1 + odd * d), 1 + odd / c
        step = c * d
        fraction *= step
        if abs(step - 1) < 1e-16:
            break
    return fraction


def _inverse(value: float) -> float:
    return 1 / (value if abs(value) > _TINY else _TINY)
