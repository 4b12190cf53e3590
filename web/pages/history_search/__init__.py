"""History of all cases of a body: find an act, export it, verify it."""
