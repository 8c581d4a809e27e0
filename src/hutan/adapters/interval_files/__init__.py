"""Interval data from CSV and Parquet files, any number of them: read by columns, summed exactly by day in DuckDB."""

from hutan.adapters.interval_files.series import IntervalRule, IntervalTables, read_intervals, values_of

__all__ = ["IntervalRule", "IntervalTables", "read_intervals", "values_of"]
