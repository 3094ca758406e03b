"""Checks: the questions an expert would put to a theory of change or a systems map, one rule a question.

`check` puts all of them to a map; `RULES` is the table of what there is. A finding is a `Problem`: a code, what is
wrong in its author's words, the element it is about and a way out. An author who lets a finding stand says so in the
file (`waive:`), with a reason that is printed beside it.
"""

from sysmap.checks.references import check_references
from sysmap.checks.rule import CheckRule
from sysmap.checks.run import MOST, check, check_document
from sysmap.checks.table import RULES, rules_as_markdown

__all__ = ["MOST", "RULES", "CheckRule", "check", "check_document", "check_references", "rules_as_markdown"]
