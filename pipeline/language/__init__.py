"""Sentences -> tokens, abbreviations, and the dictionary's terms."""
