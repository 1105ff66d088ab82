"""Reviewed sheets back in: decisions, where they stand now, agreement, what to look at next."""
