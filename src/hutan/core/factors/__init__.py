"""Factors and warming potentials: which value answers a need, on which days, and why; nothing is chosen in silence."""
