"""What questions that combine submaps share."""
