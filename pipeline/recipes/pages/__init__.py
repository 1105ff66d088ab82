"""The recipe of ``models/pages``."""
