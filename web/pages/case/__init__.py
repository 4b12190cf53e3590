"""The page of one case: its diagram, its steps in words, its terms and events."""
