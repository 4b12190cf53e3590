"""People: the list, and the page of one person with roles, facts, absences and account."""
