"""People: who they are, which roles they hold, and who may do which step of which case."""
