"""How commands speak: language, refusals, errors and their exit status, progress for work that takes longer than two seconds."""

from __future__ import annotations

import functools
import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, ParamSpec, TypeVar

import click

from hutan.kernel.errors import HutanError, VerificationError
from hutan.kernel.refusals import Refusal, Remark

YES: Final = 0
NO: Final = 1
UNUSABLE: Final = 2
DEFAULT_PACKS: Final = ("ghgp-corporate/2004", "sh-mrv/2012", "energy-gbt2589/2020")
_PATIENCE_SECONDS: Final = 2.0
# A file that is no result at all is unusable; one that was tampered with gets the answer no.
_UNREADABLE: Final = frozenset({"result_not_a_zip", "result_too_large", "result_format_unknown"})

_P = ParamSpec("_P")
_R = TypeVar("_R")

language_option = click.option("--lang", type=click.Choice(["zh", "en"]), default=None, help="Language; by default that of the environment.")
json_option = click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")


def chosen_language(lang: str | None) -> str:
    """`lang`, else Chinese in a Chinese environment, else English."""
    if lang:
        return lang
    environment = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if environment.lower().startswith("zh") else "en"


def answers_errors(command: Callable[_P, _R]) -> Callable[_P, _R]:
    """Let a command end with the words for an error, in the language asked for, and the status that fits it."""

    @functools.wraps(command)
    def wrapped(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            return command(*args, **kwargs)
        except HutanError as error:
            lang = kwargs.get("lang")
            say_error(error, chosen_language(lang if isinstance(lang, str) else None))
            changed = isinstance(error, VerificationError) and error.code not in _UNREADABLE
            sys.exit(NO if changed else UNUSABLE)

    return wrapped


def say_error(error: HutanError, language: str) -> None:
    from hutan.adapters.message_catalog import told

    text = told(error, language)
    click.secho(("错误：" if language == "zh" else "error: ") + text.reason, fg="red", err=True)
    click.echo(("怎么办：" if language == "zh" else "remedy: ") + text.hint, err=True)


def sentence(item: Refusal | Remark, language: str) -> str:
    """Place, reason and remedy of a refusal or remark in one line."""
    from hutan.adapters.message_catalog import told

    text = told(item, language)
    return f"{item.address}: {text.reason} {text.hint}".lstrip(": ")


def print_json(value: object) -> None:
    """Indented JSON on standard output, Chinese as it is."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


@contextmanager
def progress(stages: int) -> Iterator[Callable[[str], None]]:
    """A function to call at the start of each stage; a bar appears on standard error once two seconds have passed."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=Console(stderr=True), transient=True)
    task = bar.add_task("", total=stages)
    timer = threading.Timer(_PATIENCE_SECONDS, bar.start)
    timer.daemon = True
    done = iter(range(stages + 1))
    timer.start()
    try:
        yield lambda text: bar.update(task, description=text, completed=next(done, stages))
    finally:
        timer.cancel()
        if bar.live.is_started:
            bar.stop()
