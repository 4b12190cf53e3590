"""One task: its form, its term, why it may or may not be done."""
