"""Pictures and tables of a map."""
