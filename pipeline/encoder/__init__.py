"""The shared encoder: one pass over a unit gives tags of its words and a vector of it."""
