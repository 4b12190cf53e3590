"""One user action, one file: what may be done, and how it is done."""
