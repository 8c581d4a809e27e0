#!/usr/bin/env bash
# The first inventory, end to end: hand in two years of bills, look at the refusals, send the mended rows, replay the result.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-out/demo}
org=examples/organization.yaml
rm -rf "$out"

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }

say "1  组织文件 The organization"
hutan organization check "$org"

say "2  两年台账，含有问题的行 Two years of bills, some rows of which cannot be right"
status=0
hutan inventory calculate examples/ledger-2024.xlsx examples/bills-2025.xlsx --org "$org" --reported-on 2026-03-20 --out "$out" || status=$?
[ "$status" = 1 ] || { echo "expected refusals (exit status 1), got $status" >&2; exit 1; }

say "3  只交改好的行 Only the mended rows"
hutan inventory calculate examples/mended.xlsx --org "$org" --reported-on 2026-03-20 --out "$out"

say "4  离线复算 Repeat it from the file alone"
hutan replay "$out/result.zip"

say "结果 Results"
cat <<EOT
  $out/report.zh.pdf  $out/report.en.pdf   报告 the report
  $out/report.xlsx                         公式可追溯的工作簿 the workbook with live formulas
  $out/result.zip                          可复算的结果 what anyone can replay
  $out/answers/                            逐行回执 the ledgers with their answers
EOT
