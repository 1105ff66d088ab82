"""Entities: the language pass, the dictionary, abbreviations, noun phrases."""
