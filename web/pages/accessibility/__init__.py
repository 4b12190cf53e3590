"""What people with disabilities can rely on here."""
