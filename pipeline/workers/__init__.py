"""Where articles are processed: in this process, on this machine's cores, or by Ray."""
