"""Audit time of management systems: personnel, table days, factors, the audits of a cycle."""
