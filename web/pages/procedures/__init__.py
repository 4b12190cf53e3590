"""A procedure, a change of it, and the cases that could go over."""
