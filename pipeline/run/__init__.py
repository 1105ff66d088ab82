"""A run from first to last: seeds or a table in, results and the sheet out."""
