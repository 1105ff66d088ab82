"""Small words of prose and of names. Data only."""

from __future__ import annotations

_FUNCTION_WORDS = """
a an the of in on at to for from by with and or but if as is are was were be been being it
its this that these those which who whom not no has have had do does did can could may might
will would should than then there their they them he she his her we our us you your i my me
so such when while where because about into over after before between during more most some
any each other also only just what how all both very
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())

SUSPENDED = frozenset(("and", "or", "to", "und", "oder", "nor", "versus", "vs", "as"))
"""What may follow a hyphen that stands for the rest of a compound: ``low- and high-dose``."""

_PARTICLES = """
van von der den de del della di da do dos das du la le les lo ten ter te st saint al el ibn bin
abu mac dal dalla delle degli zu zur af av y e ben ó ní uí nic ap 't ’t
"""
PARTICLES = frozenset(_PARTICLES.split())
"""Small words of family names, in lower case."""
