"""Words that say little by themselves. Data only."""

from __future__ import annotations

_SAY_LITTLE = """
Words that say little by themselves. Data only. from __future__ import annotations
FUNCTION_WORDS = frozenset( (
"""
FUNCTION_WORDS = frozenset(_SAY_LITTLE.split())
