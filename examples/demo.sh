#!/usr/bin/env bash
# Two stories, end to end. A first inventory: hand in two years of bills, look at the refusals, send the mended rows, replay the result. And a
# group: all scopes under six rulebooks, their differences explained, a sold plant, budgets, a new edition, a result for the bank.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-out/demo}
org=examples/organization.yaml
group=examples/group
rm -rf "$out"

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }

# Exit status 1 says "no" (refusals left, a base year that was recalculated): part of the story, and nothing else may pass for it.
expect_no() {
  local status=0
  "$@" || status=$?
  [ "$status" = 1 ] || { echo "expected exit status 1, got $status: $*" >&2; exit 1; }
}

say "1  组织文件 The organization"
hutan organization check "$org"

say "2  先核数据再核算：缺什么、疑什么 Checked before it is believed: what is missing, what is doubtful"
expect_no hutan inventory check examples/ledger-2024.xlsx --registers examples/registers-2024.csv --org "$org"

say "3  两年台账，含有问题的行 Two years of bills, some rows of which cannot be right"
expect_no hutan inventory calculate examples/ledger-2024.xlsx examples/bills-2025.xlsx --org "$org" --reported-on 2026-03-20 --out "$out"

say "4  只交改好的行 Only the mended rows"
hutan inventory calculate examples/mended.xlsx --org "$org" --reported-on 2026-03-20 --out "$out"

say "5  离线复算 Repeat it from the file alone"
hutan replay "$out/result.zip"

say "6  示例集团，六套方法并列 An example group under six rulebooks"
hutan inventory calculate "$group/ledger-2024.xlsx" "$group/ledger-2025.xlsx" --org "$group/organization.yaml" --reported-on 2026-09-01 \
  --pack ghgp-scope3/2011 --pack iso-14064-1/2018 --pack gbt-32150/2015 --pack zero-carbon-park-accounting-cn/2025 --pack sh-mrv/2012 \
  --pack energy-gbt2589/2020 --out "$out/group"

say "7  为什么不一样：从上海履约口径到全范围 Why totals differ: from the Shanghai ETS report to all scopes"
hutan inventory compare "$out/group/result.zip" --from sh-mrv/2012 --to ghgp-scope3/2011 --year 2025

say "8  售出一厂，基准年随之重算 A plant is sold, and the base year follows"
expect_no hutan base-year recalculate "$group/base-year.yaml" --on "$out/group/result.zip" --out "$out/group/base-year.json"

say "9  两年之间为什么变 What changed from one year to the next"
hutan inventory change "$group/budget.csv" --on "$out/group/result.zip" --from 2024 --to 2025

say "10  新版标准先看影响再采用 A new edition: what it would do, before it is adopted"
hutan packs effect gbt-32150/2015 gbt-32150/2025 --on "$out/group/result.zip"

say "11  交给银行：有合计，没有账单 For the bank: totals without the bills"
hutan result redact "$out/group/result.zip" --out "$out/group/for-the-bank.zip" --opening "$out/group/opening.json"
hutan result show "$out/group/for-the-bank.zip" >"$out/group/for-the-bank.txt"
sed -n '1p; /ghgp-scope3.*2025-01-01/,$p' "$out/group/for-the-bank.txt" | sed -n '1,5p'

say "结果 Results"
cat <<EOT
  $out/report.zh.pdf  $out/report.en.pdf   报告 the report
  $out/report.xlsx                         公式可追溯的工作簿 the workbook with live formulas
  $out/result.zip                          可复算的结果 what anyone can replay
  $out/answers/                            逐行回执 the ledgers with their answers
  $out/group/                              示例集团的同类文件 the same for the group
EOT
