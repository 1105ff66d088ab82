"""``claimsheet export``: a run for other programs.

References go to reference managers (``references``); claims to spreadsheets and data frames
(``tables``), to annotation tools and corpora (``annotations``, ``corpora``), and, once a person has
compared them with their source, to search engines (``claim_review``).
"""
