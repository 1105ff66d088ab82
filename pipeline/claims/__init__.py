"""Sentences -> claims: their type, parts, direction, negation and quantities."""
