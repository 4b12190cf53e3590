"""Working days and working hours of a body: countries' holidays, decreed transfers, time zones."""
