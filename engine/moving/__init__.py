"""Cases go over to another version of their procedure: what would change, and whether they can."""
