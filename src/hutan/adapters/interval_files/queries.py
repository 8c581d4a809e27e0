"""The queries that interval data go through in DuckDB: they parse, group and add up exact decimals, and never multiply a quantity."""

from __future__ import annotations

from typing import Final

from hutan.core.activity.metering.interval_series import OFFSET_MINUTES

SECONDS_A_DAY: Final = 86_400
# Values below 10^12 with 18 decimals; a sum over ten years of minutes still fits a DECIMAL(38,18).
_TYPE: Final = "DECIMAL(38,18)"
_LIMIT: Final = "1000000000000"

_STAMP: Final = r"^\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?\s*(Z|[+-]\d{2}:?\d{2})?\s*$"
_NUMBER: Final = r"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?\s*$"

RAW: Final = """
CREATE TABLE raw (file INTEGER, row BIGINT, source VARCHAR, stamp VARCHAR, value VARCHAR, unit VARCHAR)
"""

INSERT: Final = """
INSERT INTO raw
SELECT ?, row, trim(source), stamp, value, coalesce(nullif(trim(unit), ''), ?) FROM incoming
"""

PARSED: Final = rf"""
CREATE TABLE parsed AS
WITH pieces AS (
    SELECT *, regexp_extract(coalesce(stamp, ''), '{_STAMP}', ['y', 'm', 'd', 'h', 'mi', 's', 'f', 'z']) AS p FROM raw
), typed AS (
    SELECT *,
        try_strptime(p.y || '-' || p.m || '-' || p.d, '%Y-%m-%d') AS day,
        try_cast(p.h AS INTEGER) AS hour, try_cast(p.mi AS INTEGER) AS minute, coalesce(try_cast(nullif(p.s, '') AS INTEGER), 0) AS second,
        CASE
            WHEN p.z = '' THEN NULL
            WHEN p.z = 'Z' THEN 0
            ELSE (CASE WHEN p.z[1] = '-' THEN -1 ELSE 1 END) * (try_cast(p.z[2:3] AS INTEGER) * 60 + try_cast(right(p.z, 2) AS INTEGER))
        END AS zone,
        CASE WHEN regexp_full_match(coalesce(value, ''), '{_NUMBER}') THEN try_cast(trim(value) AS {_TYPE}) END AS number
    FROM pieces
), walled AS (
    SELECT *,
        hour = 24 AS is_midnight,
        CASE
            WHEN day IS NOT NULL AND year(day) BETWEEN 1992 AND 2100 AND (hour < 24 OR (hour = 24 AND minute = 0 AND second = 0))
                 AND minute < 60 AND second < 60 AND regexp_full_match(p.f, '0*')
            THEN day + to_hours(hour) + to_minutes(minute) + to_seconds(second)
        END AS wall
    FROM typed
)
SELECT file, row, coalesce(source, '') AS source, stamp, value, coalesce(unit, '') AS unit, zone IS NOT NULL AS has_zone, is_midnight,
    CASE WHEN zone IS NULL THEN wall ELSE wall - to_minutes(zone) + to_minutes({OFFSET_MINUTES}) END AS local,
    number,
    CASE
        WHEN coalesce(source, '') = '' THEN 'source'
        WHEN wall IS NULL THEN 'stamp'
        WHEN coalesce(trim(value), '') = '' THEN 'blank'
        WHEN number IS NULL AND regexp_full_match(value, '{_NUMBER}') THEN 'large'
        WHEN number IS NULL THEN 'value'
        WHEN abs(number) >= {_LIMIT} THEN 'large'
        ELSE ''
    END AS fault
FROM walled
"""

FAULTS: Final = """
SELECT file, fault, count(*), min(row), arg_min(CASE fault WHEN 'stamp' THEN stamp ELSE value END, row)
FROM parsed WHERE fault <> '' GROUP BY file, fault ORDER BY file, fault
"""

MIXED: Final = """
SELECT file, count(*) FILTER (has_zone), count(*) FILTER (NOT has_zone) FROM parsed WHERE fault <> 'stamp'
GROUP BY file HAVING bool_or(has_zone) AND NOT bool_and(has_zone) ORDER BY file
"""

MIDNIGHTS: Final = "SELECT count(*) FROM parsed WHERE is_midnight AND fault = ''"

STEPS: Final = """
CREATE TABLE good AS
SELECT * FROM parsed WHERE fault = '' AND file NOT IN (
    SELECT file FROM parsed WHERE fault <> 'stamp' GROUP BY file HAVING bool_or(has_zone) AND NOT bool_and(has_zone)
);
CREATE TABLE steps AS
WITH stamps AS (SELECT DISTINCT source, local FROM good),
apart AS (SELECT source, epoch(local - lag(local) OVER (PARTITION BY source ORDER BY local))::BIGINT AS seconds FROM stamps),
counted AS (SELECT source, seconds, count(*) AS count FROM apart WHERE seconds IS NOT NULL GROUP BY source, seconds)
SELECT source, arg_max(seconds, count * 1000000 - seconds) AS seconds FROM counted GROUP BY source
"""

CLEAR_STEPS: Final = f"""
SELECT source, seconds FROM steps
WHERE seconds BETWEEN 60 AND {SECONDS_A_DAY} AND seconds % 60 = 0 AND {SECONDS_A_DAY} % seconds = 0 AND source IN (
    SELECT source FROM good GROUP BY source HAVING count(DISTINCT unit) = 1
) ORDER BY source
"""

NAMES: Final = f"""
SELECT good.source, count(*), CASE WHEN min(steps.seconds % 60) = 0 AND {SECONDS_A_DAY} % min(steps.seconds) = 0 THEN count(DISTINCT unit) ELSE 1 END,
    min(file)
FROM good LEFT JOIN steps USING (source) GROUP BY good.source ORDER BY good.source
"""

STARTS: Final = """
CREATE TABLE started AS
SELECT good.source, file, number, unit, seconds, local - CASE WHEN $at_end THEN to_seconds(seconds) ELSE to_seconds(0) END AS start
FROM good JOIN steps USING (source)
"""

SLOTS: Final = """
CREATE TABLE slots AS
SELECT source, start, count(*) AS times, count(DISTINCT file) AS files, count(DISTINCT number) AS numbers, min(number) AS number
FROM started WHERE epoch(start)::BIGINT % seconds = 0 GROUP BY source, start;
CREATE TABLE kept AS SELECT source, start, number FROM slots WHERE numbers = 1 AND number >= 0
"""

COUNTS: Final = """
SELECT count(*) FILTER (times > 1 AND numbers = 1 AND files = 1), count(*) FILTER (files > 1 AND numbers = 1),
    (SELECT min(unit) FROM good WHERE good.source = slots.source)
FROM slots WHERE source = ? GROUP BY source
"""

DAYS: Final = "SELECT start::DATE AS day, count(*), sum(number) FROM kept WHERE source = ? GROUP BY day ORDER BY day"

GAPS: Final = f"""
WITH edges AS (
    SELECT start FROM kept WHERE source = $name
    UNION ALL SELECT min(start)::DATE::TIMESTAMP - to_seconds($seconds) FROM kept WHERE source = $name
    UNION ALL SELECT max(start)::DATE::TIMESTAMP + to_seconds({SECONDS_A_DAY}) FROM kept WHERE source = $name
), neighbors AS (SELECT start, lead(start) OVER (ORDER BY start) AS next FROM edges)
SELECT start + to_seconds($seconds), next - to_seconds($seconds), (epoch(next - start)::BIGINT // $seconds - 1)
FROM neighbors WHERE next IS NOT NULL AND epoch(next - start)::BIGINT > $seconds ORDER BY start
"""

CONFLICTS: Final = "SELECT start FROM slots WHERE source = ? AND numbers > 1 ORDER BY start"

NEGATIVE: Final = "SELECT start FROM slots WHERE source = ? AND numbers = 1 AND number < 0 ORDER BY start"

OFF_GRID: Final = "SELECT DISTINCT start FROM started WHERE source = ? AND epoch(start)::BIGINT % seconds <> 0 ORDER BY start"

FLAT: Final = """
WITH marked AS (
    SELECT start, number,
        CASE WHEN number = lag(number) OVER w AND start = lag(start) OVER w + to_seconds($seconds) THEN 0 ELSE 1 END AS fresh
    FROM kept WHERE source = $name WINDOW w AS (ORDER BY start)
), runs AS (SELECT start, number, sum(fresh) OVER (ORDER BY start) AS run FROM marked)
SELECT min(start), max(start), count(*), min(number) FROM runs GROUP BY run HAVING count(*) > $slots AND min(number) > 0 ORDER BY min(start)
"""

VALUES: Final = "SELECT start, number FROM kept WHERE source = ? ORDER BY start"
