"""How ``models/concepts`` is trained."""
