"""What every floor may rely on: identifiers, errors, refusals, periods, canonical JSON."""
