"""Citations by author and date, and the list of what was cited, as reports print them.

The form is that of “Cite them right” (Harvard), laid out by citeproc-py from the style file that comes with it. What citeproc-py
does not do is done here: two works of one author and year are told apart by a letter (2012a, 2012b).
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from sysmap.core.elements import Cite
from sysmap.core.library import Source
from sysmap.core.parts import not_installed
from sysmap.core.sentences import cite_text
from sysmap.formats.reference_files import csl_of

__all__ = ["STYLE", "References"]

STYLE = "harvard-cite-them-right"
_YEAR = re.compile(r"\d{4}(?=\D*$)|no date(?=\W*$)")


class References:
    """The sources of a project as a report cites them.

    Parameters
    ----------
    sources : every source that may be cited; of two with one id the first holds.

    Raises
    ------
    Refused : the library that lays references out is not installed.

    Examples
    --------
    >>> known = References([Source(id="m", label="Contribution analysis", authors=("Mayne, John",), date="2012",
    ...                            form="article", part_of="Evaluation", volume="18")])
    >>> known.cite(Cite(source="m", at="p. 271"))
    '(Mayne, 2012, p. 271)'
    >>> known.of(["m"])
    ['Mayne, J. (2012) ‘Contribution analysis’, Evaluation, 18.']
    """

    def __init__(self, sources: Iterable[Source]) -> None:
        self.sources: dict[str, Source] = {}
        for source in sources:
            self.sources.setdefault(source.id, source)

    def cite(self, cite: Cite) -> str:
        """A citation in brackets, with its place; by its id where the register of sources does not have it."""
        if cite.source not in self._laid_out:
            return f"({cite_text(Cite(source=cite.source, at=cite.at))})"
        short = self._laid_out[cite.source][0]
        return f"({short}, {cite.at})" if cite.at else f"({short})"

    def cite_all(self, cites: Iterable[Cite]) -> str:
        """Several citations in one pair of brackets, each place once."""
        return f"({'; '.join(dict.fromkeys(self.cite(one)[1:-1] for one in cites))})"

    def of(self, ids: Iterable[str]) -> list[str]:
        """The list of references: the entries of sources that were cited, by author and date; ids that nothing is known of are left out."""
        found = [self._laid_out[id_] for id_ in dict.fromkeys(ids) if id_ in self._laid_out]
        return [entry for _, entry in sorted(found, key=lambda one: (one[1].casefold(), one[1]))]

    @cached_property
    def _laid_out(self) -> Mapping[str, tuple[str, str]]:
        """Of each source the citation without brackets and the entry of the list."""
        if not self.sources:
            return {}
        rows = _citeproc([csl_of(source) for source in self.sources.values()])
        alike: dict[str, list[str]] = {}
        for id_, (short, _) in sorted(rows.items(), key=lambda row: (row[1][1].casefold(), row[0])):
            alike.setdefault(short, []).append(id_)
        for ids in alike.values():
            for number, id_ in enumerate(ids if len(ids) > 1 else ()):
                short, entry = rows[id_]
                year = _YEAR.search(short)
                if year is not None:
                    letter = _letters(number) if year[0].isdigit() else f"-{_letters(number)}"
                    rows[id_] = (short[:year.start()] + year[0] + letter + short[year.end():],
                                 entry.replace(f"({year[0]})", f"({year[0]}{letter})", 1))
        return rows


def _letters(number: int) -> str:
    out = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        out = chr(97 + rest) + out
    return out


def _citeproc(entries: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    try:
        from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
        from citeproc.source.json import CiteProcJSON
    except ImportError:
        raise not_installed("reports", "The library that lays out references is not installed.", "F02") from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = CiteProcJSON(entries)
        style = CitationStylesStyle(STYLE, locale="en-GB", validate=False)
        rows = {}
        for entry in entries:
            # One list for each, so that the order of the list and of what was asked for cannot part.
            made = CitationStylesBibliography(style, source, formatter.plain)
            citation = Citation([CitationItem(entry["id"])])
            made.register(citation)
            short = str(made.cite(citation, lambda item: None)).strip("()")
            long = " ".join(str(made.bibliography()[0]).replace("[Preprint]", "").split())
            rows[entry["id"]] = (short, long.replace(" .", ".").replace("?.", "?"))
    return rows
