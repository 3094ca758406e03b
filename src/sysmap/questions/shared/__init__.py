"""Answers, and the words for parts of a map, that several questions share."""
