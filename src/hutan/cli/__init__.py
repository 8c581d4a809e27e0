"""The command line: works on files, without a server. One grammar, ``hutan NOUN VERB``; exit 0 yes, 1 no, 2 unusable."""

from __future__ import annotations

import importlib
from typing import Final

import click

from hutan import __version__

# Each noun is imported when it is called, so that ``hutan --help`` and completion stay fast.
_NOUNS: Final = {
    "base-year": ("hutan.cli.base_year", "base_year", "Base year and recalculation. 基准年与重算。"),
    "factors": ("hutan.cli.factors", "factors", "Look up emission factors. 查找排放因子。"),
    "inventory": ("hutan.cli.inventory", "inventory", "Template, calculation and answers. 模板、核算与回执。"),
    "organization": ("hutan.cli.organization", "organization", "Check an organization file. 检查组织文件。"),
    "packs": ("hutan.cli.packs", "packs", "Method packs: list, show, check. 方法包。"),
    "result": ("hutan.cli.result", "result", "Hand on a result without its bills. 结果脱敏与核对。"),
    "replay": ("hutan.cli.replay", "replay", "Repeat a result from its file, offline. 离线复算结果文件。"),
}


class _Nouns(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_NOUNS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _NOUNS:
            return None
        module, name, _ = _NOUNS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in sorted(_NOUNS.items())])


@click.command(cls=_Nouns)
@click.version_option(__version__, prog_name="hutan")
def main() -> None:
    """沪碳 hutan: carbon management in which every figure is a calculation that anyone can repeat."""


__all__ = ["main"]
