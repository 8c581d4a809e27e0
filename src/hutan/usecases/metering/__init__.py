"""What meters say becomes records: interval data and register readings, with refusals for all that cannot be believed."""

from hutan.usecases.metering.interval_records import interval_records
from hutan.usecases.metering.metered_records import MeterIntake, enter_records
from hutan.usecases.metering.register_records import register_records

__all__ = ["MeterIntake", "enter_records", "interval_records", "register_records"]
