"""Citations: numbers, markers, names, the fields of a reference, what a marker supports."""
