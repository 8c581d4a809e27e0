"""Marks by which people take a row out of a table or tell how its figure came about: void, example, total, estimated."""

from __future__ import annotations

import functools
import re
from typing import Final

from hutan.core.activity.columns import AMOUNT_OF, Column
from hutan.core.activity.reading import Finding, finding, folded, words_of
from hutan.usecases.ingest.row_reading import SheetRow

_SUM_WORDS: Final = r"合计|小计|总计|累计|共计|总和|总数|平均|月平均|日平均|平均值|∑|σ|totals?|subtotals?|grandtotal|sum|average|mean"
_SPAN_WORDS: Final = r"(?:全|本|当|上|下|半|前|周|日|旬)?(?:年度?|月|季度?|周|页|期|旬|厂)?|[一二三四1-4]季度|[上下]半年|ytd"
# A total is named by a word at the end of a short text: 本页小计, 浦东工厂电力共计, 全年合计：. Turns of printed pages carry totals over.
_TOTAL: Final = re.compile(rf"(?:{_SPAN_WORDS})?(?:{_SUM_WORDS})|[一-鿿]{{2,12}}(?:合计|小计|总计|共计|累计)|(?:sub|grand)?totals?[a-z]{{0,20}}")
_CARRIED: Final = re.compile(r"转下页|过次页|承前页|接上页|承上页|全年|carriedforward|broughtforward|综合能源消费量|综合能耗")
_TOTAL_COLUMNS: Final = frozenset(
    (
        Column.SOURCE,
        Column.METER,
        Column.SITE,
        Column.CARRIER,
        Column.MONTH,
        Column.FROM,
        Column.INSTRUMENT_ID,
        Column.PART,
        Column.YEAR,
    )
)
_VOID: Final = re.compile(
    r"(?:该行|此行|本行|本条|此条|该单|此单)?(?:已|全额)?(?:作废|取消|注销|红冲|冲红|冲销|废弃|不计入?|不统计|删除|重复|void|voided|cancell?ed|deleted|donotcount)"
    r"(?:[,;。、.!]?(?:已?作废|已?删除|已?取消|不计入?|重复|见下行更正|见下行))*[。!]?"
    r"|有误[,;。、]?见下行更正|红冲发票.*|.*\(作废\)"
)
# What every text of a void row has, so that most texts are told apart without being folded.
_VOID_HINT: Final = re.compile("废|取消|注销|红|冲|不|删|重复|有误|v\\s*o\\s*i|c\\s*a\\s*n|d\\s*e\\s*l|d\\s*o|[\uff00-\uffef]", re.IGNORECASE)
_OTHER_KIND: Final = re.compile(
    r"(?:发电|自发|上网|外供|外售|售电|转供|退货|退料|退回|撤销|冲正|计划|预算|目标|定额|上年|去年|同期|上年同期|去年同期|完成率|同比|环比|累计|plan|budget|target|lastyear).{0,3}"
)
_USE: Final = re.compile(r"消耗|消费|领用|使用|耗用|use|used|consumption|consumed")
_NO_USE: Final = re.compile(r"购入|采购|入库|进货|库存|期初|期末|结存|盘点|purchase|purchased|stock|inventory")
_EXAMPLE: Final = re.compile(r"(?:示例|样例|例如|范例|example|sample|e\.g\.)[:：].*|此行为示例.*|测试|test|<select>|<请选择>|请选择")
_ESTIMATED: Final = re.compile(r"(?:暂估|估算|估计|推算|测算|估计值|估算值|估)(?:[,;。、(].*)?|按.{1,12}(?:推算|估算|测算)|estimated?(?:[,;.(].*)?")
_EXAMPLE_COLUMNS: Final = frozenset((Column.NOTE, Column.SITE, Column.SOURCE, Column.METER, Column.CARRIER))

_SAYING_COLUMNS: Final = _EXAMPLE_COLUMNS | _TOTAL_COLUMNS


def left_out(row: SheetRow) -> Finding | None:
    """Why a row is not counted by what is written in it, or None: void, struck through, an example, or a total."""
    amount = row.cell(AMOUNT_OF[row.header.kind])
    if amount is not None and amount.struck:
        return finding("row_struck_left_out")
    if row.says_void:
        return finding("row_void_left_out")
    said = [(column, words_of(cell)) for column, cell in row.cells if column in _SAYING_COLUMNS]
    if any(_is_example(words) for column, words in said if column in _EXAMPLE_COLUMNS):
        return finding("row_example_left_out")
    part = folded(row.words(Column.PART)) if row.cell(Column.PART) else ""
    if part and (_OTHER_KIND.fullmatch(part) or (row.tells_use and _NO_USE.fullmatch(part))):
        return finding("row_other_kind_left_out", text=row.words(Column.PART))
    return finding("row_total_left_out") if any(is_total(words) for column, words in said if column in _TOTAL_COLUMNS) else None


@functools.lru_cache(maxsize=4096)
def _is_example(text: str) -> bool:
    return _EXAMPLE.fullmatch(folded(text)) is not None


def is_void(text: str) -> bool:
    """Whether a cell says that its row is void."""
    return _VOID_HINT.search(text) is not None and _VOID.fullmatch(folded(text)) is not None


def says_use(text: str) -> bool:
    """Whether a kind of row is use, as against purchase or stock."""
    return _USE.fullmatch(folded(text)) is not None


@functools.lru_cache(maxsize=4096)
def is_total(text: str) -> bool:
    """Whether a text says that its row or column sums up others."""
    plain = folded(text).rstrip(":：").strip("()[]【】*-= ")
    return bool(plain) and bool(_TOTAL.fullmatch(plain) or _CARRIED.fullmatch(plain))


@functools.lru_cache(maxsize=4096)
def says_estimated(text: str) -> bool:
    """Whether a remark or a source of data says that the figure of its row is estimated."""
    return _ESTIMATED.fullmatch(folded(text)) is not None
