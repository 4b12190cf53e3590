"""Comments on cases, and where they mention somebody."""
