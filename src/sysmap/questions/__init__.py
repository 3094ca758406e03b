"""Questions to a map, one file each: what is asked, what it has to know, how it is answered, the answer, its words.

>>> from sysmap import questions
>>> questions.named("must-pass").asks
'The factors and links that every path from FROM to TO passes (of any length).'

A question file holds a function marked with `question` that has the file's name, and the class of its answer; that is
all there is to adding one. Commands, the Python API, the notebook's methods, the manual, the page's menu, saved views and
the workshop are read from it. `ask` puts any question by name. Importing this package imports no question.
"""

from __future__ import annotations

from sysmap.questions.registry.asking import ask
from sysmap.questions.registry.catalogue import catalogue
from sysmap.questions.registry.finding import every, named, names, own_names
from sysmap.questions.registry.question import DOORS, GROUPS, Question

__all__ = ["DOORS", "GROUPS", "Question", "ask", "catalogue", "every", "named", "names", "own_names"]
