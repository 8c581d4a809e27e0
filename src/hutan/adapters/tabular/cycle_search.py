"""The search of the interpreter for objects that only hold each other, paused while a large file is taken in."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def cycle_search_paused() -> Iterator[None]:
    """Rows, cells and records are made by the million and none is part of a cycle; searching them over and over takes a third of the time."""
    was_searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_searching:
            gc.enable()
