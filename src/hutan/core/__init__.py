"""The domain: values in, values out. No clock, no dice, no disk, no network."""
