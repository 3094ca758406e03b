"""A table that somebody pastes from a spreadsheet, as factors and links: the same reader as for files of spreadsheets."""

from __future__ import annotations

from sysmap.core.problem import Problem, Refused
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.porting import import_contents
from sysmap.formats.foreign.registry import recognise
from sysmap.formats.plain import plain
from sysmap.workshop.protocol.data import PastedData

__all__ = ["pasted"]

_KEPT = ("label", "definition", "theme", "focal", "importance", "polarity", "strength", "delay", "confidence", "why")


def pasted(text: str) -> PastedData:
    """What the cells of a spreadsheet say: links under the heads people use (from, to, sign, …), factors with their columns, or a
    matrix.

    Raises
    ------
    Refused : if the cells are no table of factors or links.

    Examples
    --------
    >>> pasted("From\\tTo\\tSign\\nStaff\\tWaits\\t-\\n")["links"]
    [{'from': 'Staff', 'to': 'Waits', 'polarity': 'negative'}]
    """
    try:
        made = import_contents([recognise(Content("pasted.tsv", text.encode()))])
    except Refused as refused:
        raise Refused([Problem(code=one.code, message=one.message, hint="Name the columns, e.g. From, To, Sign; or paste one column.")
                       for one in refused.problems]) from None
    labels = {id_: factor.label for id_, factor in made.map.factors.items()}
    factors = [{key: value for key, value in plain(factor).items() if key in _KEPT} for factor in made.map.factors.values()]
    links = [{"from": labels[link.from_], "to": labels[link.to], **{key: value for key, value in plain(link).items() if key in _KEPT}}
             for link in made.map.links.values() if link.from_ in labels and link.to in labels]
    return {"factors": factors, "links": links}
