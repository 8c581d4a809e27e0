"""How far a figure may be off: stated spreads, their standard deviations, and the interval of a sum whose parts share inputs.

All of it is in `Decimal` at 30 digits, half-even. Its square root, logarithm and exponential are rounded correctly, so every machine
gets the same digits; those of binary floating point may differ from one mathematics library to the next.
"""
