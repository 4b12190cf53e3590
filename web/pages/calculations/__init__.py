"""The catalogue of calculations."""
