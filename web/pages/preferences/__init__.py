"""How a person wants to see the pages: language and colours, kept in cookies of a year."""
