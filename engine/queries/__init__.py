"""The read side: frozen dataclasses out, never rows."""
