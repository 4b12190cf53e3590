"""Kinds of field: one class each, listed in ``catalog.py``."""
