"""Bytes of a file -> ``Article``, and what its markup knows of the text (hints)."""
