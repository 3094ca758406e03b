"""How a map with feedback settles: loop analysis, press simulation, fuzzy cognitive maps, and the time that effects take.

Each module goes from values to values. The links, signs, strengths, doubts and delays are those of the map; what a map
does not say is drawn or left open, and is never taken for zero.
"""
