"""The guide sheet of the template: what to fill in, which spellings are read, what the answers mean."""

from __future__ import annotations

from typing import Final

# Every example is read by the readers of core; a test holds them to it.
AMOUNT_EXAMPLES: Final = ("1234.5", "1,234.5", "1234.5 度")
MONTH_EXAMPLES: Final = ("2024-01", "2024/1", "2024年1月", "202401")
DAY_EXAMPLES: Final = ("2024-01-31", "2024/1/31", "2024年1月31日")
UNIT_EXAMPLES: Final = ("kWh", "度", "万度", "m³", "标方", "吨", "公斤", "升", "GJ", "百万千焦")

_AMOUNTS: Final = "、".join(AMOUNT_EXAMPLES)
_MONTHS: Final = "、".join(MONTH_EXAMPLES)
_DAYS: Final = "、".join(DAY_EXAMPLES)
_UNITS: Final = "、".join(UNIT_EXAMPLES)

# Chinese and English side by side.
GUIDE_LINES: Final[tuple[tuple[str, str], ...]] = (
    ("怎么填", "How to fill it in"),
    (
        "每行填一个排放源一个月（或一个账期）的用量。带 * 的列必填。",
        "One row for one source and one month, or one billing period. Columns with * are required.",
    ),
    (
        "月份与起止日至少填一种；起止日两天都算在内，填写后以起止日为准。",
        "Give the month or both days. Both days are included, and they outrank the month.",
    ),
    (
        "数量留空表示尚未填报，不会当作零；确实没有用量，请填 0。",
        "An empty amount means not yet filled in, never zero. If nothing was used, type 0.",
    ),
    (
        "一个单元格只填一个数。公式请先由 Excel 或 WPS 算出结果再保存。",
        "One figure to a cell. Formulas must have been calculated by Excel or WPS before saving.",
    ),
    (
        "可以加列、改颜色、加工作表；请保留表头文字。",
        "You may add columns, colors and sheets; keep the words of the headings.",
    ),
    ("能识别的写法", "Spellings that are read"),
    (f"数量：{_AMOUNTS}", f"Amounts: {_AMOUNTS}"),
    (f"月份：{_MONTHS}", f"Months: {_MONTHS}"),
    (f"日期：{_DAYS}", f"Days: {_DAYS}"),
    (f"单位：{_UNITS} 等，大小写不限", f"Units: {_UNITS} and others, in upper or lower case"),
    (
        "不接收：负数、约数、区间、看不出小数点的数（如 1.234,5）。",
        "Not accepted: negative, approximate or ranged figures, and those with an unclear decimal point (1.234,5).",
    ),
    ("“系统回执”一列的含义", "What the column of answers means"),
    ("上传后会得到同一个文件，只多出“系统回执”一列。", "After upload you get this same file back with one more column."),
    ("已接收：已计入。", "Accepted: it counts."),
    ("已接收·请留意：已计入，但有一点需要您知道。", "Accepted, please note: it counts, and there is something you should know."),
    (
        "未接收：没有计入。回执写明单元格、原因和改法；改好后上传整个文件，或只上传改过的行。",
        "Not accepted: it does not count. The answer names cell, reason and remedy; send the whole file again, or only the mended rows.",
    ),
    ("未变：与已有数据相同，没有重复计入。", "Unchanged: it is already held and was not counted twice."),
)
HEADING_LINES: Final = frozenset((0, 6, 12))
