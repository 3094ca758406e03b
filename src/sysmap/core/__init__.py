"""The domain of sysmap: maps, theories, edits, problems. Standard library only; no input or output, clock or chance."""
