"""Diagrams: read, checked, normalised and published as immutable versions."""
