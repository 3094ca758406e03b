"""What the questions about how things settle share."""
