"""One pass of the network over the units of an article: tags of words, a vector of each unit."""
