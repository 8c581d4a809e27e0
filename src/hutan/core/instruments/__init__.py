"""Contractual instruments: whether each meets the criteria, and what energy it covers."""
