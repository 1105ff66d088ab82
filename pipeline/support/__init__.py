"""Claims, markers and references -> citations, support and flags."""
