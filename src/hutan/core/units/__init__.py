"""Units with exact sizes: what they are called, what they measure, and the factor from one to another."""

from hutan.core.units.bills import bill_unit
from hutan.core.units.conversion import conversion_factor
from hutan.core.units.parsing import parse_unit
from hutan.core.units.unit import DIMENSIONLESS, Unit

__all__ = ["DIMENSIONLESS", "Unit", "bill_unit", "conversion_factor", "parse_unit"]
