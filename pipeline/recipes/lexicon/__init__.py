"""How ``models/lexicon`` is compiled."""
