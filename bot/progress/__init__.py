"""Cadence, dues and reports: what is owed, what was said, and what counts."""
