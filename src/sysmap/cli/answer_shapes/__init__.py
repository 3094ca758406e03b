"""What commands that are no questions answer with --json, as types: the schemas are made of them."""
