"""A file of activity data or instruments becomes records and refusals; nothing in it is lost, nothing counted twice."""

from hutan.usecases.ingest.intake import IngestOutcome, ingest, metered_sources
from hutan.usecases.ingest.mending import withdraw

__all__ = ["IngestOutcome", "ingest", "metered_sources", "withdraw"]
