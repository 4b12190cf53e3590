"""Calculations that diagrams call: pure, each with the clause it comes from."""
