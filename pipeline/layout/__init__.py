"""Layout of an article: lines, regions, headings, the entries of a reference list."""
