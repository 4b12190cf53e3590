"""Prices of works: by a body's tariff table."""
