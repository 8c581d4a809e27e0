"""Why an interval is as it is: a code whose text is in ``messages``."""

from __future__ import annotations

from dataclasses import dataclass

from hutan.kernel.refusals import Params


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an interval is not stated, not established, only a first approximation, or another than the simulated one."""

    code: str
    params: Params = ()
