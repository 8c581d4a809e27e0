"""Checks before belief: what in a book cannot be right, and what somebody should look at."""

from hutan.core.activity.checks.findings import RecordFinding, Severity
from hutan.core.activity.checks.outliers import OutlierRule
from hutan.core.activity.checks.record_checks import CheckScope, check_records

__all__ = ["CheckScope", "OutlierRule", "RecordFinding", "Severity", "check_records"]
