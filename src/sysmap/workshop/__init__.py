"""The workshop: a room full of people draws one map, live, and nothing is lost.

`room` decides what happens (pure: no clock, no chance, no disk), `log` remembers it, `autosave` writes the YAML beside
it, `server` talks to the browsers.
"""
