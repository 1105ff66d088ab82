"""What people and programs see of a run besides the sheet: report, terminal, exports."""
