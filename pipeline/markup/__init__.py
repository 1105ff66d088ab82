"""HTML and JATS XML to the text an article is read as, with the structure its markup knows."""
