"""Programs that measure; nothing here is a timed test."""
