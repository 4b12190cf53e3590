"""Proof of history: chains of events, seals over all of them, exports that anybody can verify."""
