"""How ``models/claims`` is trained."""
