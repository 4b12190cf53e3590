"""The only clock: rows that start, pause, resume, are recomputed and fall due."""
