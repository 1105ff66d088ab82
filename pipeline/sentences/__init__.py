"""Blocks and markers -> sentences."""
