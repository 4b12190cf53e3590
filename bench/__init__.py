"""Speed of what people wait for: ``python -m bench``."""
