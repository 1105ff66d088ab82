"""Words that say little by themselves. Data only."""

from __future__ import annotations

_FUNCTION_WORDS = """
a an the of in on at to for from by with and or but if as is are was were be been being it
its this that these those which who whom not no has have had do does did can could may might
will would should than then there their they them he she his her we our us you your i my me
so such when while where because about into over after before between during more most some
any each other also only just what how all both very
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
