"""The full history of one case."""
