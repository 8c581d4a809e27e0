"""A broken promise is an exception with a code; its text lives in ``messages``, in Chinese and English."""

from __future__ import annotations


class HutanError(Exception):
    """Base of every error of ours.

    Parameters
    ----------
    code
        Key of the text in ``messages``.
    params
        Values for the placeholders of that text, in plain words.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(f"{code}: {params}" if params else code)
        self.code = code
        self.params: tuple[tuple[str, str], ...] = tuple(params.items())


class InputError(HutanError):
    """A file or call that cannot be used at all (exit status 2)."""


class PackError(HutanError):
    """A method pack that breaks its own contract: unit, cycle, overlap, digest."""


class FormulaError(HutanError):
    """A formula that does not parse, does not fit its units, or has no value."""


class UnitError(HutanError):
    """An unknown unit, or two units that measure different things."""


class VerificationError(HutanError):
    """Evidence, receipt or result that is malformed or does not prove what it says."""
