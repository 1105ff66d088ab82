"""claimsheet: every checkable claim of a folder of articles as a row of a sheet."""
