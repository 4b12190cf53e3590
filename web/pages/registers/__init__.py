"""Registers and journals: for the staff of a body, and what anybody may read of them."""
