"""How ``models/lines`` is trained."""
