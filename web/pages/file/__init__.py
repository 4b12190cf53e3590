"""A file that somebody attached."""
