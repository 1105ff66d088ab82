"""Blocks and references -> citation markers of every style, and what each leads to."""
