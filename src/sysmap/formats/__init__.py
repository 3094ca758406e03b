"""Text to and from the core: the YAML format, its schema, and the files of a workspace."""
