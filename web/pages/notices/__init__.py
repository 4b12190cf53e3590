"""Notices of a person, and how they want them."""
