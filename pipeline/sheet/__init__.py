"""The review sheet as it is written."""
