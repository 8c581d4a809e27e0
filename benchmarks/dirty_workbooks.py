"""What becomes of the rows of the dirty workbooks (tests/dirty): dirty_workbooks.py [--refused].

With --refused each row that is refused though clear is listed with the codes it was refused for.
"""

from __future__ import annotations

import platform
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str]) -> int:
    """Entry point; 1 if a row was wrongly accepted or silently dropped."""
    sys.path.insert(0, str(ROOT / "tests" / "factories"))
    from dirty_verdicts import Fate, judged_rows

    start = time.perf_counter()
    rows = judged_rows()
    seconds = time.perf_counter() - start
    fates = Counter(row.fate for row in rows)
    clear = [row for row in rows if row.expect == "accept"]
    right = sum(row.fate is Fate.RIGHTLY_ACCEPTED for row in clear)
    print(
        f"{len({row.file for row in rows})} workbooks, {len(rows)} rows; "
        f"Python {platform.python_version()}; {seconds:.1f} s with the making of the files"
    )
    print(f"rows to accept: {len(clear)}, rightly accepted {right} ({right * 100 / len(clear):.1f} %)")
    for fate in Fate:
        print(f"{fate.value:<32} {fates[fate]:>6}")
    for code, count in Counter(row.reason for row in rows if row.fate is Fate.REFUSED_THOUGH_CLEAR).most_common():
        print(f"  refused though clear: {code:<40} {count:>6}")
    if "--refused" in arguments:
        for row in rows:
            if row.fate is Fate.REFUSED_THOUGH_CLEAR:
                print(f"{row.file} {row.sheet}!{row.cell}: {row.why}; {row.reason}")
    return 1 if fates[Fate.WRONGLY_ACCEPTED] or fates[Fate.SILENTLY_DROPPED] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
