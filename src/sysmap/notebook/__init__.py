"""In Jupyter: maps and answers as frames, as pictures one can click, and as widgets that Python can read."""
