"""Blocks -> the entries of the reference list, with their fields."""
