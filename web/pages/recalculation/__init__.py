"""A recorded calculation, calculated again."""
