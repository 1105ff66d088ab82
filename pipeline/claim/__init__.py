"""Claims: the words of a sentence, the classifier, and what a claim says."""
