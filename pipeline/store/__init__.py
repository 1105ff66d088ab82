"""What lies on disk: results and receipts, the files of a run, reviewers' journals."""
