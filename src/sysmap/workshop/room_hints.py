"""What a room does about a finding of the check, in the words of the room: nobody there sees the file or its keys."""

from __future__ import annotations

from sysmap.core.problem import Problem

__all__ = ["room_hint"]

_FILE = "This is about the file, not about what people say: whoever keeps the file sees to it afterwards."
_HINTS = {
    "M01": "Choose the factor that the map is about and tick “Focal”. Several may be.",
    "M07": "Ask the group what exactly is meant and write it into “What exactly is meant”, in a sentence.",
    "M08": "If it is, choose both and merge them; both names are kept. If not, write into “What exactly is meant” how they differ.",
    "M09": "Ask for the reason before the session closes and write it into “Why?”, in a sentence.",
    "M10": "Ask: more of the one, more or less of the other? If it depends, give it the sign ± mixed.",
    "M11": "Ask “is it still direct?” If so, tick that there is a direct influence too; if not, delete the link.",
    "M13": "Ask what moves it. If it comes from outside, say so under “Who can change it”.",
    "M14": "Ask “and what does that lead to?” If the map ends there on purpose, tick “Focal”.",
    "M16": "Ask when each holds and write it into “Why?”, or keep one link with the sign ± mixed.",
    "M18": "Talk it over. If you come to agree, give it that sign and set “Agreement” to agreed; if it depends, give it the sign ± mixed; "
           "or leave it contested.",
    "W05": "Ask how it stands or how it is watched, and note it; whoever keeps the file writes it down.",
    "W06": "Ask which link it could break, and note it there.",
}


def room_hint(problem: Problem) -> str:
    """The way out of a finding that people in a room can go.

    >>> room_hint(Problem(code="M09", message="Nobody has said why.", hint="Ask for the reason: `why:`, a sentence."))
    'Ask for the reason before the session closes and write it into “Why?”, in a sentence.'
    >>> room_hint(Problem(code="M15", message="No loop.", hint="Go to the last effects."))
    'Go to the last effects.'
    """
    hint = _HINTS.get(problem.code, problem.hint)
    return _FILE if "`" in hint or problem.code[0] not in "MW" else hint
