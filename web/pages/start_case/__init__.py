"""Procedures in force, and the start of a case."""
