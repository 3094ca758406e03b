"""Answers that several questions share."""
