"""Why a linked system, or a question to it, is refused."""

from __future__ import annotations

from hutan.kernel.errors import HutanError


class LifeCycleError(HutanError):
    """A linked system that cannot be used or solved, or a question that does not fit it."""
