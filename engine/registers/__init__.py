"""Registers and journals of a body, and the numbers they give."""
