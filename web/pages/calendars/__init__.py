"""Calendars of bodies: a year with its sources, and the days that a body decrees for itself."""
