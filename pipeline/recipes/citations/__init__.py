"""How ``models/citations`` is trained."""
