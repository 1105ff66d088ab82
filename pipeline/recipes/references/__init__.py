"""How ``models/references`` is trained."""
