"""Small worlds for tests to spoil."""
