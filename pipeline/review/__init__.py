"""Reviewing: sheets back in, decisions through reprocessing, agreement, what to look at next."""
