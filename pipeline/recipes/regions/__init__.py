"""How ``models/regions`` is trained."""
