"""``Article`` -> blocks: the region, kind and headings of every line."""
