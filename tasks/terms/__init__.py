"""Terms: from a starting moment to the moment they fall due."""
