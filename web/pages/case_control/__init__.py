"""Stop, suspend, resume a case, and move it by hand."""
