"""Tables, stores and the unit of work: the only writer of the database."""
