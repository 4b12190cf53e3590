"""Dates and numbers of certificates: validity, surveillance, recertification, replacement."""
