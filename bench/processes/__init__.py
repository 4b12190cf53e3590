"""Processes that measurements start beside their own."""
