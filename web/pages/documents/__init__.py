"""Documents of a case: looked at, downloaded, brought back signed."""
