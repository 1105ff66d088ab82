"""How ``models/encoder`` is trained."""
