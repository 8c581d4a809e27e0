"""The GHG inventory of an organization under a method pack: boundary, lines, totals, intervals, checks, trace."""
