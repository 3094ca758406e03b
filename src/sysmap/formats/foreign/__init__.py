"""The port for other tools' files: one neutral value, one step to a map, one module a format.

A file is opened (`content`), recognised by what it holds and read into a `Draft` (`kinds`, found by `registry`), made into a
map with a report of what was kept, guessed and dropped (`making`), and brought up to date later (`updating`). A map leaves by
the same value: `drafting` turns it into a `Draft`, the format writes that, and `comparing` reads it back to say what was lost.
"""
