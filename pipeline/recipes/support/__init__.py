"""How ``models/support`` is trained."""
