"""The only floor that touches disk, database and network."""
