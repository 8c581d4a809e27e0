"""hutan (沪碳): every figure is a calculation that anyone can repeat."""

__version__ = "0.1.0"
