"""Tokens, terms and the encoder's reading -> mentions of entities, with their concepts."""
