"""From evidence to judgement: scores that explain themselves, gaps, stories, and what would change them."""
