"""Documents: typeset from templates and data, and the signatures that people bring back."""
