"""Activity data on its way in: tables, rows, readings, and the book that keeps what was accepted."""
