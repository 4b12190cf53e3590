"""My tasks."""
