"""Model folders and their digests; the decoder of linear chains."""
