"""What travels between the server and a browser: every message both ways, as a type. `schema.py` writes it out."""
