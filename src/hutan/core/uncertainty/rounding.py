"""Figures that are printed with as many digits as their spread deserves."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal


def stated(value: Decimal, significant: int = 4) -> Decimal:
    """`value` to `significant` digits, half-even, written without an exponent: 123456 becomes 123500."""
    rounded = Context(prec=significant, rounding=ROUND_HALF_EVEN).plus(value)
    return Decimal(format(rounded, "f"))
